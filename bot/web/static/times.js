// Times and days as people say them, in the reader's own zone.

import { say } from "./dom.js";

const LANGUAGE = document.documentElement.lang;
const CLOCK = new Intl.DateTimeFormat(LANGUAGE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat(LANGUAGE, { weekday: "long", day: "numeric", month: "long" });

export function clock(at) {
  return CLOCK.format(new Date(at));
}

function midnight(at) {
  const day = new Date(at);
  day.setHours(0, 0, 0, 0);
  return day.getTime();
}

export function sameDay(one, other) {
  return midnight(one) === midnight(other);
}

export function dayName(at, now = Date.now()) {
  const days = Math.round((midnight(now) - midnight(at)) / 86_400_000);
  if (days === 0) return say("today");
  if (days === 1) return say("yesterday");
  return DAY.format(new Date(at));
}

/** 1536 -> "1,5 KB" */
export function bytes(size) {
  const units = ["B", "KB", "MB", "GB"];
  let n = 0;
  while (size >= 1024 && n < units.length - 1) {
    size /= 1024;
    n += 1;
  }
  const digits = n && size < 10 ? 1 : 0;
  return `${size.toLocaleString(LANGUAGE, { maximumFractionDigits: digits })} ${units[n]}`;
}
