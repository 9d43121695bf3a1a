// Keep the driver's pages for where there is no network.

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/driver/worker.js");
