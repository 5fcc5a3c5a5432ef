/** Keeps a growing list where the reader is: at its end while they are there, otherwise in place. */

/** This close to the end counts as at the end, in pixels. */
const NEAR_END = 90;

/**
 * @param {HTMLElement} list
 * @param {HTMLElement} toEndButton shown while the end is out of sight
 */
export function keepScroll(list, toEndButton) {
  let atEnd = true;

  function toEnd() {
    atEnd = true;
    list.scrollTop = list.scrollHeight;
    toEndButton.hidden = true;
  }

  function follow() {
    if (atEnd) toEnd();
  }

  list.addEventListener('scroll', () => {
    atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    toEndButton.hidden = atEnd;
  });
  // A picture that has just arrived makes the list longer; a keyboard that opens makes it shorter.
  list.addEventListener('load', follow, true);
  new ResizeObserver(follow).observe(list);
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
