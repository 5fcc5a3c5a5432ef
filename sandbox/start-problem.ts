/**
 * Why the sandbox cannot start, in words for the person at the keyboard: what is wrong and what to do. Everything
 * else that is thrown while starting is our own fault and is shown with its stack.
 */
export class StartProblem extends Error {
  override name = 'StartProblem';
}
