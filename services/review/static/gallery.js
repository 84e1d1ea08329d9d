// Finished films: posters, and a player for each.

import { channelFilter, channelTitle } from "./channels.js";
import { button, h, icon, keyOf, lookAgain, media, nothing, web } from "./dom.js";
import { openFilm } from "./film_page.js";
import { SEEN, seen } from "./publishing.js";
import { get } from "./server.js";
import { ago, clock, t } from "./text.js";

const PAGE = 24;

export class Gallery {
  constructor(place) {
    this.operator = false;
    this.films = new Map();
    this.grid = h("div", { class: "posters" });
    this.end = h("div", { class: "end" });
    this.full = false;
    this.asked = false;
    this.channel = "";
    this.channels = new Map(); // none where there is only the default one
    this.bar = h("div", { class: "gallery-bar" });
    place.append(h("div", { class: "gallery" }, this.bar, this.grid, this.end));
    get("/api/channels").then((all) => this.offer(all)).catch(() => {}); // then all films are shown, without names
    this.nearEnd = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.more(), { rootMargin: "800px" });
    this.nearEnd.observe(this.end);
    this.more();
  }

  /** Films carry their channel's name from now on, and one channel's can be chosen. */
  offer(all) {
    if (!all.length) return;
    this.channels = new Map(all.map((one) => [one.name, channelTitle(one)]));
    this.bar.replaceChildren(channelFilter(all, (name) => {
      this.channel = name;
      this.again();
    }));
    this.again();
  }

  /** Begins anew with the newest films of the chosen channel. */
  again() {
    this.films.clear();
    this.grid.replaceChildren();
    this.full = this.asked = false;
    this.more();
  }

  async more() {
    if (this.asked || this.full) return;
    this.asked = true;
    const { channel } = this;
    try {
      const page = await get("/api/films", { limit: PAGE, offset: this.films.size, channel });
      if (channel !== this.channel) return; // another one was chosen meanwhile
      this.full = page.length < PAGE;
      for (const film of page) this.put(film, false);
      this.end.replaceChildren(this.films.size ? "" : nothing("film", t("no_films"), t("no_films_hint")));
    } catch (error) {
      this.full = true;
      const again = button("plain", "again", t("retry"), () => {
        this.full = false;
        this.more();
      });
      this.end.replaceChildren(nothing("alert", t("load_failed"), error.message, again));
    }
    this.asked = false;
    lookAgain(this.nearEnd, this.end);
  }

  /** What is newest may have changed; posters that did are drawn again, the others stay. */
  async refresh() {
    const { channel } = this;
    const page = await get("/api/films", { limit: PAGE, channel }).catch(() => []);
    if (channel !== this.channel) return;
    for (const film of page.reverse()) this.put(film, true);
    if (this.films.size) this.end.replaceChildren();
  }

  update(update) {
    if (update.films) this.refresh();
    for (const key of update.gone) this.drop(key);
  }

  drop(key) {
    this.films.get(key)?.element.remove();
    this.films.delete(key);
  }

  put(film, first) {
    const key = keyOf(film);
    const known = this.films.get(key);
    if (known && JSON.stringify(known.film) === JSON.stringify(film)) return;
    const element = this.poster(film);
    this.films.set(key, { film, element });
    if (known && known.film.rendered_at === film.rendered_at) known.element.replaceWith(element);
    else {
      known?.element.remove();
      if (first) this.grid.prepend(element);
      else this.grid.append(element);
    }
  }

  poster(film) {
    const title = web(film.title);
    return h(
      "button", { type: "button", class: "poster", "data-key": keyOf(film), on: { click: () => openFilm(film, state(film), this.operator) } },
      h("span", { class: "poster-picture" },
        h("img", { src: media(film.thumbnail), alt: "", loading: "lazy", decoding: "async" }),
        h("span", { class: "poster-play" }, icon("play"), h("span", { class: "sr", text: t("play") })),
        h("span", { class: "poster-time", text: clock(film.duration) })),
      h("span", { class: "poster-title", dir: "auto", text: title }),
      h("span", { class: "poster-state" },
        this.channels.size ? h("span", { class: "flag channel", text: this.channels.get(film.channel || "main") ?? web(film.channel) }) : "",
        state(film), h("time", { datetime: film.rendered_at, text: ago(film.rendered_at) })),
    );
  }
}

/** Who can see a film, platform by platform. */
function state(film) {
  return film.places.map((place) => h("span", { class: `flag ${SEEN[place.visibility] ?? "muted"}`, text: seen(place) }));
}
