// "Tiket saya": the person's own tickets, newest first, behind one button.

import { ticketCard } from "./cards.js";
import { el, icon, say } from "./dom.js";

function message(name, text, ...more) {
  return el("div", { class: "empty" }, icon(name), el("p", {}, text), ...more);
}

export class Tickets {
  constructor(act) {
    this.panel = document.getElementById("tickets");
    this.list = this.panel.querySelector(".list");
    this.act = (action, ticket) => {
      this.panel.close();
      act(action, ticket);
    };
    document.getElementById("my-tickets").addEventListener("click", () => this.open());
    this.panel.querySelector(".close").addEventListener("click", () => this.panel.close());
    this.panel.addEventListener("click", (event) => event.target === this.panel && this.panel.close());
  }

  async open() {
    this.panel.showModal();
    const late = setTimeout(() => this.list.replaceChildren(message("clock", say("loading"))), 300);
    try {
      const response = await fetch("/api/chat/tickets");
      if (!response.ok) throw new Error(response.status);
      this.show((await response.json()).tickets);
    } catch {
      const again = el("button", { type: "button", class: "button", onclick: () => this.open() }, say("again"));
      this.list.replaceChildren(message("alert", say("tickets.failed"), again));
    } finally {
      clearTimeout(late);
    }
  }

  show(tickets) {
    if (tickets.length) this.list.replaceChildren(...tickets.map((ticket) => ticketCard(ticket, this.act)));
    else this.list.replaceChildren(message("ticket", say("tickets.none")));
  }
}
