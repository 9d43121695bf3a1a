// Keep the driver's pages for where there is no network; the worker's cache has the same name there.

if ("serviceWorker" in navigator) {
  await navigator.serviceWorker.register("/driver/worker.js");
  await navigator.serviceWorker.ready;
  // A page that was loaded before the worker took over has not passed through it.
  const kept = await caches.open("driver-1");
  if (!(await kept.match(location.href, { ignoreVary: true }))) await kept.add(location.href);
}
