"""Settings of the WSGI server; what differs from place to place is given on its command line."""

import gc

worker_class = "gthread"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
control_socket_disable = True
accesslog = None
loglevel = "warning"


def post_worker_init(_worker: object) -> None:
    """Leave what is there from the start out of the search for garbage; an answer in fifty waits 200 ms for it else."""
    gc.collect()
    gc.freeze()
