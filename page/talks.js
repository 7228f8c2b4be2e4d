/* The conversations kept in this browser, the latest first. Every tab shows one; tabs that show the same one agree. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const KEPT = 6;
  let own = "";

  const all = () => T.store.get("talks", []);
  const entry = (id) => all().find((talk) => talk.id === id);

  function choose(id) {
    own = id;
    T.tab.set("talk", id);
    T.store.set("talk", id);
  }

  T.talks = {
    /** The turns of this tab's conversation; a new tab goes on with the one used last. */
    start() {
      const before = T.store.get("turns", null); // as one conversation was kept before there were several
      if (before?.length && !all().length) T.store.set("talks", [{ id: "0", turns: before }]);
      if (before !== null) T.store.set("turns", null);
      choose(T.tab.get("talk") ?? T.store.get("talk", null) ?? all()[0]?.id ?? "0");
      return entry(own)?.turns ?? [];
    },
    /** Begins another conversation; this one stays kept. */
    fresh() {
      choose(`${Date.now()}-${Math.random()}`);
      return [];
    },
    /** Goes on with a conversation that was kept. */
    open(id) {
      choose(id);
      return entry(id)?.turns ?? [];
    },
    /** Keeps the turns of this conversation. */
    keep(turns) {
      const others = all().filter((talk) => talk.id !== own);
      T.store.set("talks", turns.length ? [{ id: own, turns }, ...others].slice(0, KEPT) : others);
    },
    /** The turns as kept: longer than `turns` where another tab has gone on meanwhile. */
    latest: (turns) => {
      const kept = entry(own)?.turns ?? [];
      return kept.length > turns.length ? kept : turns;
    },
    /** The other conversations: { id, turns }. */
    others: () => all().filter((talk) => talk.id !== own),
    forget() {
      T.store.set("talks", []);
      return T.talks.fresh();
    },
    /** Calls `changed(turns)` when another tab has changed what is kept: [] where it has deleted everything, null where
        this conversation is only no longer among the latest. */
    watch(changed) {
      addEventListener("storage", (event) => {
        if (event.key !== "tiaowen.talks" || !T.store.keeping()) return;
        const list = JSON.parse(event.newValue ?? "[]");
        changed(list.length ? (list.find((talk) => talk.id === own)?.turns ?? null) : []);
      });
    },
  };
})();
