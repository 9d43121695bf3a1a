// The driver's phone: a tap or a label is a scan, kept on the phone until the server has it.

import { flush, keep, remove, scansOf, UNDO_MS } from "./outbox.js";

const sheet = document.getElementById("sheet");
const said = (name, facts = {}) =>
  Object.entries(facts).reduce((text, [key, value]) => text.replace(`%(${key})s`, value), sheet.dataset[`said${name}`]);
const buttons = () => [...sheet.querySelectorAll("button.scan")];

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Without HTTPS a browser offers no randomUUID; this is the same: version 4, random.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function hear(text, kind = "warn") {
  const line = document.getElementById("heard");
  line.textContent = text;
  line.className = `notice ${kind}`;
  line.hidden = !text;
}

function mark(button, scan) {
  const undoable = scan && !scan.sent && Date.now() - Date.parse(scan.seen_at) < UNDO_MS;
  button.classList.toggle("done", Boolean(scan));
  button.classList.toggle("undo", Boolean(undoable));
  button.classList.toggle("unsent", Boolean(scan && !scan.sent));
  button.disabled = Boolean(scan && !undoable);
  button.dataset.scan = undoable ? scan.scan_id : "";
  button.querySelector(".todo").textContent = undoable ? said("Undo") : button.dataset.todo;
}

async function show() {
  const scans = await scansOf();
  const known = new Map(scans.map((scan) => [`${scan.stop_id} ${scan.kind} ${scan.shipment_code}`, scan]));
  for (const button of buttons()) {
    const scan = known.get(`${button.dataset.stop} ${button.dataset.kind} ${button.dataset.code}`);
    if (scan || button.dataset.scan !== undefined) mark(button, scan);
  }
  const waiting = scans.filter((scan) => !scan.sent).length;
  const line = document.getElementById("outbox");
  const text = !navigator.onLine ? said("Offline") : waiting ? said("Waiting", { number: waiting }) : scans.length ? said("Sent") : "";
  line.textContent = text + (!navigator.onLine && waiting ? ` (${waiting})` : "");
  line.dataset.waiting = waiting;
}

async function scan(button) {
  if (button.dataset.scan) {
    await remove(button.dataset.scan);
  } else {
    const { code, kind, place, stop } = button.dataset;
    await keep({ scan_id: newId(), shipment_code: code, kind, place_id: place, stop_id: stop, seen_at: new Date().toISOString() });
    clearTimeout(again);
    again = setTimeout(send, UNDO_MS + 50);
  }
  await show();
}

let again;

async function send() {
  const token = document.querySelector('meta[name="csrf-token"]').content;
  const outcome = await flush(sheet.dataset.scans, token);
  if (outcome.signedOut) hear(said("SignIn"));
  for (const sentence of outcome.refused) hear(sentence, "error");
  await show();
  // What was made while these were on their way, or could still be undone, goes next.
  clearTimeout(again);
  const waits = (await scansOf()).some((scan) => !scan.sent);
  if (waits && navigator.onLine && !outcome.signedOut) again = setTimeout(send, UNDO_MS);
}

sheet.addEventListener("click", (event) => {
  const button = event.target.closest("button.scan");
  if (button) scan(button);
});

document.getElementById("by-code").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = document.getElementById("code");
  const code = field.value.replace(/\s/g, "").toUpperCase();
  field.value = "";
  if (!code) return;
  // Stops come in driving order, so the first open handling of a label is the one that happens now.
  const button = buttons().find((candidate) => candidate.dataset.code === code && !candidate.classList.contains("done"));
  if (!button) return hear(said("Unknown", { code }));
  hear("");
  button.closest(".stop").scrollIntoView({ block: "center" });
  scan(button);
});

window.addEventListener("online", send);
window.addEventListener("offline", show);
setInterval(send, 20000);
await show();
await send();
