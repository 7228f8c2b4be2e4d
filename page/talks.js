/* The conversations kept in this browser, the latest first. Every tab shows one; tabs that show the same one agree. */
(() => {
  "use strict";
  const T = window.Tiaowen;
  const KEPT = 50;
  let own = "";

  const all = () => T.store.get("talks", []);
  const entry = (id) => all().find((talk) => talk.id === id);
  /** The turns kept of a conversation. A turn is known by its id, whatever its place; older ones had none. */
  const kept = (id) => (entry(id)?.turns ?? []).map((turn, at) => ({ id: `${at}`, ...turn }));

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
      return kept(own);
    },
    /** Begins another conversation; this one stays kept. */
    fresh() {
      choose(T.talks.name());
      return [];
    },
    /** Goes on with a conversation that was kept. */
    open(id) {
      choose(id);
      return kept(id);
    },
    /** A name for a new turn, or for a conversation. */
    name: () => `${Date.now()}-${Math.random()}`,
    /** Keeps the turns of this conversation with those that another tab has added meanwhile; returns them all, in the
        order kept. None of either is lost. */
    keep(turns) {
      const others = all().filter((talk) => talk.id !== own);
      const there = kept(own);
      const mine = new Map(turns.map((turn) => [turn.id, turn]));
      const known = new Set(there.map(({ id }) => id));
      const both = [...there.map((turn) => ({ ...turn, ...mine.get(turn.id) })), ...turns.filter(({ id }) => !known.has(id))];
      T.store.set("talks", both.length ? [{ id: own, turns: both }, ...others].slice(0, KEPT) : others);
      return both;
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
        if (!all().length) changed([]);
        else changed(entry(own) ? kept(own) : null);
      });
    },
  };
})();
