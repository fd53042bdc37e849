// Only adds: the zone of the phone or computer that is held in the hand, not of the one that serves.
const zone = document.querySelector("[data-zone-guess]");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && here) zone.value = here;
