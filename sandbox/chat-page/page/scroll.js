/** Keeps a growing list where the reader is: at its end while they are there, otherwise in place. */

/** This close to the end counts as at the end, in pixels. */
const NEAR_END = 90;

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} toEndButton shown while the end is out of sight
 */
export function keepScroll(list, toEndButton) {
  let atEnd = true;
  let height = list.clientHeight;

  function toEnd() {
    atEnd = true;
    list.scrollTop = list.scrollHeight;
    toEndButton.hidden = true;
  }

  function follow() {
    if (atEnd) toEnd();
  }

  list.addEventListener('scroll', () => {
    // A keyboard that has just opened made the list shorter; the reader has not gone anywhere.
    if (list.clientHeight !== height) return;
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    toEndButton.hidden = atEnd;
  });
  new ResizeObserver(() => {
    height = list.clientHeight;
    follow();
  }).observe(list);
  // A picture that has just arrived makes the list longer.
  list.addEventListener('load', follow, true);
  toEndButton.addEventListener('click', toEnd);

  return {
    toEnd,
    /** @param {() => void} change */
    around(change) {
      change();
      follow();
    },
  };
}
