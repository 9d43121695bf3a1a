"""Days over one hub only, to the proven optimum. `docs/hub-day.md` says what the proof covers.

Nothing is imported here: whoever asks whether a problem is of this kind need not wait for compiled code.
"""
