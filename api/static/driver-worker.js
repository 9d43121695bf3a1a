// Newest first, kept copy where there is no network; only this room's pages and the files they need.

const CACHE = "driver-1";

const FILES = [
  "/static/bokrute.css",
  "/static/bokrute.js",
  "/static/driver.js",
  "/static/driver-offline.js",
  "/static/outbox.js",
  "/static/icon.svg",
  "/static/vendor/idb/idb.js",
  "/static/vendor/htmx/htmx.min.js",
  "/static/vendor/pico/pico.min.css",
];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...FILES, "/driver/"])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function ours(url) {
  const page = url.pathname.startsWith("/driver/") && url.pathname !== "/driver/worker.js";
  return url.origin === self.location.origin && (page || url.pathname.startsWith("/static/"));
}

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && ours(new URL(event.request.url))) event.respondWith(newestOrKept(event.request));
});

async function newestOrKept(request) {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetch(request);
    // A redirect leads to the sign-in page: not what to keep in place of a sheet.
    if (response.ok && !response.redirected) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}
