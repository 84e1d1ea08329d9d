// Finished films: posters, and a player for each.

import { button, dialog, h, icon, keyOf, lookAgain, media, nothing, outside, web } from "./dom.js";
import { get } from "./server.js";
import { ago, clock, exact, has, t } from "./text.js";

const PAGE = 24;

export class Gallery {
  constructor(place) {
    this.films = new Map();
    this.grid = h("div", { class: "posters" });
    this.end = h("div", { class: "end" });
    this.full = false;
    this.asked = false;
    place.append(h("div", { class: "gallery" }, this.grid, this.end));
    this.nearEnd = new IntersectionObserver((seen) => seen.at(-1).isIntersecting && this.more(), { rootMargin: "800px" });
    this.nearEnd.observe(this.end);
    this.more();
  }

  async more() {
    if (this.asked || this.full) return;
    this.asked = true;
    try {
      const page = await get("/api/films", { limit: PAGE, offset: this.films.size });
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
    const page = await get("/api/films", { limit: PAGE }).catch(() => []);
    for (const film of page.reverse()) this.put(film, true);
    if (this.films.size) this.end.replaceChildren();
  }

  news(news) {
    if (news.films) this.refresh();
    for (const key of news.gone) this.drop(key);
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
      "button", { type: "button", class: "poster", "data-key": keyOf(film), on: { click: () => play(film) } },
      h("span", { class: "poster-picture" },
        h("img", { src: media(film.thumbnail), alt: "", loading: "lazy", decoding: "async" }),
        h("span", { class: "poster-play" }, icon("play"), h("span", { class: "sr", text: t("play") })),
        h("span", { class: "poster-time", text: clock(film.duration) })),
      h("span", { class: "poster-title", dir: "auto", text: title }),
      h("span", { class: "poster-state" }, state(film), h("time", { datetime: film.rendered_at, text: ago(film.rendered_at) })),
    );
  }
}

function platform(name) {
  return has(`platform_${name}`) ? t(`platform_${name}`) : web(name);
}

function published({ platform: name }) {
  return has(`uploaded_${name}`) ? t(`uploaded_${name}`) : t("on_platform", { platform: platform(name) });
}

function state(film) {
  if (!film.uploads.length) return h("span", { class: "flag muted", text: t("not_uploaded") });
  return h("span", { class: "flag good", text: film.uploads.map(published).join(" · ") });
}

function play(film) {
  const title = web(film.title);
  const problem = h("p", { class: "reason", role: "alert", hidden: true, text: t("film_broken") });
  const video = h("video", {
    controls: true, playsinline: true, preload: "metadata", src: media(film.video), poster: media(film.thumbnail), "aria-label": title,
    on: { error: () => (problem.hidden = false) },
  });
  const name = `${title.replace(/[\\/:*?"<>|\n]+/g, " ").trim().slice(0, 80)}.mp4`;
  const box = dialog(
    "player", title, t("close"), h("div", { class: "player-film" }, video, problem),
    h("div", { class: "player-text" },
      h("h2", { dir: "auto", text: title }),
      h("p", { class: "origin" }, state(film), film.revision > 1 ? h("span", { class: "flag muted", text: t("revision", { n: film.revision }) }) : null,
        h("span", { text: `${t("made", { when: exact(film.rendered_at) })} · ${film.encoder}` })),
      h("p", { class: "player-links" },
        h("a", { class: "button plain", href: media(film.video), download: name }, icon("down"), h("span", { text: t("download") })),
        outside(film.source_url, t("source"), icon("out"), h("span", { text: t("source") })),
        film.uploads.map((upload) => outside(upload.url, platform(upload.platform), icon("out"), h("span", { text: platform(upload.platform) })))),
      film.summary ? h("section", {}, h("h3", { text: t("summary") }), h("p", { dir: "auto", text: web(film.summary) })) : null,
      film.script ? script(film.script) : null),
  );
  box.addEventListener("close", () => video.pause());
}

function script(text) {
  return h("section", {}, h("h3", { text: t("script") }), h("ol", { class: "lines" }, text.lines.map((line) =>
    h("li", { class: line.role },
      line.speaker === "commenter" ? h("span", { class: "who", text: t("comment_by", { who: web(line.credit) }) }) : null,
      h("span", { dir: "auto", text: web(line.display) })))));
}
