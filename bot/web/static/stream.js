// What arrives: server-sent events, resumed after the last one seen.

const LATER = [500, 1000, 2000, 5000, 15000];

export class Stream {
  /** `heard(message)`, `state(online)`; `last` is the id of the newest event already shown. */
  constructor({ heard, state, last }) {
    Object.assign(this, { heard, state, last });
    this.misses = 0;
    addEventListener("online", () => this.open());
    addEventListener("offline", () => this.lost());
    addEventListener("pagehide", () => this.source?.close());
    addEventListener("pageshow", (event) => event.persisted && this.open());
  }

  open() {
    clearTimeout(this.timer);
    this.source?.close();
    const source = new EventSource(`/api/chat/events?after=${encodeURIComponent(this.last)}`);
    this.source = source;
    source.onopen = () => {
      this.misses = 0;
      this.state(true);
    };
    source.onerror = () => source === this.source && this.lost();
    source.addEventListener("message", (event) => this.arrived(event));
  }

  arrived(event) {
    if (event.lastEventId) this.last = event.lastEventId;
    this.heard(JSON.parse(event.data));
  }

  lost() {
    this.source?.close();
    this.state(false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(), LATER[Math.min(this.misses, LATER.length - 1)]);
    this.misses += 1;
  }
}
