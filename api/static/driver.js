// The driver's phone: a tap or a label is a scan, kept on the phone until the server has it.

import { flush, keep, remove, scansOf, UNDO_MS, waits } from "./outbox.js";

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

function hear(text) {
  const line = document.getElementById("heard");
  line.textContent = text;
  line.hidden = !text;
}

const clock = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

function showRefused(scans) {
  const box = document.getElementById("refused");
  const list = box.querySelector("ul");
  const ids = scans.map((scan) => scan.scan_id).join(" ");
  if (list.dataset.shown === ids) return; // read aloud once, not at every look
  list.dataset.shown = ids;
  list.replaceChildren(
    ...scans.map((scan) => {
      const item = document.getElementById("refused-scan").content.cloneNode(true);
      item.querySelector(".code").textContent = scan.shipment_code;
      item.querySelector(".what").textContent = `${said(scan.kind === "load" ? "Load" : "Unload")} ${clock(scan.seen_at)}`;
      item.querySelector(".why").textContent = scan.refused;
      item.querySelector("button").addEventListener("click", () => remove(scan.scan_id).then(show));
      return item;
    }),
  );
  box.hidden = !scans.length;
}

// A sheet may lie open since before the van left.
function openFinishing() {
  for (const row of sheet.querySelectorAll("[data-opens-at]")) {
    if (Date.now() < Date.parse(row.dataset.opensAt)) continue;
    row.querySelector("button").disabled = false;
    row.querySelector("small").remove();
    row.removeAttribute("data-opens-at");
  }
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
  const refused = scans.filter((scan) => scan.refused);
  const known = new Map(scans.filter((scan) => !scan.refused).map((scan) => [`${scan.stop_id} ${scan.kind} ${scan.shipment_code}`, scan]));
  for (const button of buttons()) {
    const scan = known.get(`${button.dataset.stop} ${button.dataset.kind} ${button.dataset.code}`);
    if (scan || button.dataset.scan !== undefined) mark(button, scan);
  }
  showRefused(refused);
  const waiting = scans.filter(waits).length;
  const line = document.getElementById("outbox");
  const text = !navigator.onLine ? said("Offline") : waiting ? said("Waiting", { number: waiting }) : scans.length > refused.length ? said("Sent") : "";
  const parts = [text + (!navigator.onLine && waiting ? ` (${waiting})` : ""), refused.length ? said("Refused", { number: refused.length }) : ""];
  line.textContent = parts.filter(Boolean).join(" · ");
  line.dataset.waiting = waiting + refused.length;
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
  await show();
  // What was made while these were on their way, or could still be undone, goes next.
  clearTimeout(again);
  const more = (await scansOf()).some(waits);
  if (more && navigator.onLine && !outcome.signedOut) again = setTimeout(send, UNDO_MS);
}

sheet.addEventListener("click", (event) => {
  const button = event.target.closest("button.scan");
  if (button) scan(button);
});

const byCode = document.getElementById("by-code");

byCode.addEventListener("submit", (event) => {
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

// A label typed before this script was there would be lost with the page that the browser then loads anew.
for (const control of byCode.elements) control.disabled = false;

window.addEventListener("online", send);
window.addEventListener("offline", show);
setInterval(send, 20000);
setInterval(openFinishing, 5000);
openFinishing();
await show();
await send();
