// Scans in the browser's own database: they outlive the page, the battery and the dead spot.

import { openDB } from "./vendor/idb/idb.js";

export const UNDO_MS = 4000;

const KEPT_DAYS = 3;

const database = openDB("bokrute", 1, {
  upgrade(db) {
    db.createObjectStore("scans", { keyPath: "scan_id" });
  },
});

export async function keep(scan) {
  await (await database).put("scans", { ...scan, sent: false });
}

// What is still to be sent; a refused scan would only be refused again.
export const waits = (scan) => !scan.sent && !scan.refused;

export async function remove(id) {
  await (await database).delete("scans", id);
}

export async function scansOf() {
  return (await database).getAll("scans");
}

let sending = null;

// Send what has been kept long enough not to be undone; one sending at a time. Never throws: no network is normal.
export function flush(address, token) {
  sending ??= sendAll(address, token).finally(() => {
    sending = null;
  });
  return sending;
}

async function sendAll(address, token) {
  const outcome = { signedOut: false };
  const db = await database;
  const all = await db.getAll("scans");
  const now = Date.now();
  for (const scan of all) {
    if (scan.sent && now - Date.parse(scan.seen_at) > KEPT_DAYS * 86400000) await db.delete("scans", scan.scan_id);
  }
  const due = all.filter((scan) => waits(scan) && now - Date.parse(scan.seen_at) >= UNDO_MS);
  if (!due.length) return outcome;
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ scans: due.map(({ sent, ...scan }) => scan) }),
    });
  } catch {
    return outcome;
  }
  if (!response.ok) {
    outcome.signedOut = response.status === 401 || response.status === 400;
    return outcome;
  }
  for (const result of (await response.json()).results) {
    const scan = await db.get("scans", result.scan_id);
    // What was seen stays on the phone, with the reason, until the driver has dealt with it.
    if (scan) await db.put("scans", { ...scan, ...(result.recorded ? { sent: true } : { refused: result.sentence }) });
  }
  return outcome;
}
