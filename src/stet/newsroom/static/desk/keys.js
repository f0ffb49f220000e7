"use strict";
// When a key of a screen is heard: never while somebody writes, never with another key, not under the list of keys.
// What each key does is the screen's own.
const heard = (keys) => (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.("input, select, textarea")) return;
  const act = keys[event.key];
  if (!act || document.getElementById("keys").open) return;
  event.preventDefault();
  act();
};
const showKeys = () => document.getElementById("keys").showModal();
