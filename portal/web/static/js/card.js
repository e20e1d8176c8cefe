// Says whether a place on the LOB card is open, by the device's own clock: the card is read without any network.

const WORDS = { open: "Öppet nu", closed: "Stängt nu", today: "i dag", none: "stängt i dag", always: "dygnet runt",
  openTonight: "öppet i natt", closedTonight: "stängt i natt", night: " (över natten)" };

// Weekday (0 is Monday) and time in Sweden, wherever the device believes that it is.
function now() {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: "Europe/Stockholm", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).formatToParts(new Date());
  const of = (type) => parts.find((part) => part.type === type).value;
  const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(of("weekday"));
  return { weekday, time: `${of("hour")}:${of("minute")}` };
}

const holdsOn = (one, weekday) => (weekday - one.first + 7) % 7 <= (one.last - one.first + 7) % 7;

function isOpen(hours, weekday, time) {
  const yesterday = (weekday + 6) % 7;
  return hours.some((one) =>
    (holdsOn(one, weekday) && one.opens <= time && (one.overnight || time < one.closes))
    || (one.overnight && holdsOn(one, yesterday) && time < one.closes));
}

function words({ always, hours }) {
  if (always) return `${WORDS.open} · ${WORDS.today} ${WORDS.always} · ${WORDS.openTonight}`;
  const { weekday, time } = now();
  const tonight = time < "06:00" ? weekday : (weekday + 1) % 7;
  const today = hours.filter((one) => holdsOn(one, weekday))
    .map((one) => `${one.opens}–${one.closes}${one.overnight ? WORDS.night : ""}`).join(", ");
  return [
    isOpen(hours, weekday, time) ? WORDS.open : WORDS.closed,
    today ? `${WORDS.today} ${today}` : WORDS.none,
    isOpen(hours, tonight, "02:00") ? WORDS.openTonight : WORDS.closedTonight,
  ].join(" · ");
}

function tell() {
  for (const place of document.querySelectorAll("[data-hours]")) {
    const said = JSON.parse(place.dataset.hours);
    if (said.always || said.hours.length) place.textContent = words(said);
  }
}

tell();
setInterval(tell, 30000);
