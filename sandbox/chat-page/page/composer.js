/** Where the person writes: text, commands, edits, and the start and unblock buttons that take its place. */
import { byId } from './element.js';
import { attempt } from './notices.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').ChatItem} ChatItem
 */

/** @param {import('./world.js').World} world */
export function createComposer(world) {
  const form = byId('composer');
  const text = /** @type {HTMLTextAreaElement} */ (byId('text'));
  /** What is half written, by chat. @type {Map<string, string>} */
  const unsent = new Map();
  /** @type {Chat | null} */
  let writingIn = null;
  /** @type {ChatItem | null} */
  let editing = null;

  function offerToSend() {
    byId('send').toggleAttribute('disabled', text.value.trim() === '');
  }

  /** @param {string} value */
  function write(value) {
    text.value = value;
    offerToSend();
  }

  /** Shows the composer, or the one button that comes before it. */
  function showWhatIsPossible() {
    const chat = world.current;
    if (!chat) return;
    const isNew = chat.messages.size === 0;
    byId('start-bar').hidden = chat.blocked || !(isNew || chat.startPayload);
    byId('unblock-bar').hidden = !chat.blocked;
    form.hidden = chat.blocked || isNew;
    byId('start-payload').textContent = chat.startPayload ?? '';
  }

  /** @param {Chat} chat */
  async function start(chat) {
    const command = chat.startPayload ? `/start ${chat.startPayload}` : '/start';
    if (!(await attempt(() => world.act(chat, { text: command })))) return;
    delete chat.startPayload;
    showWhatIsPossible();
    text.focus();
  }

  async function send() {
    const chat = world.current;
    const written = text.value.trim();
    if (!chat || written === '') return;
    const action = editing ? { edit: { messageId: editing.messageId, text: written } } : { text: written };
    write('');
    stopEditing();
    if (!(await attempt(() => world.act(chat, action)))) write(written);
  }

  /** @param {ChatItem} item */
  function edit(item) {
    editing = item;
    byId('editing').hidden = false;
    byId('editing-text').textContent = item.text;
    write(item.text);
    text.focus();
  }

  function stopEditing() {
    if (!editing) return;
    editing = null;
    byId('editing').hidden = true;
    write('');
  }

  /**
   * @param {Chat} chat
   * @param {boolean} blocked
   */
  async function block(chat, blocked) {
    if (!(await attempt(() => world.act(chat, blocked ? { block: true } : { unblock: true })))) return;
    chat.blocked = blocked;
    showWhatIsPossible();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  text.addEventListener('input', offerToSend);
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') stopEditing();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  });
  byId('editing-stop').addEventListener('click', stopEditing);
  byId('start').addEventListener('click', () => world.current && start(world.current));
  byId('unblock').addEventListener('click', () => world.current && block(world.current, false));
  byId('block').addEventListener('click', () => world.current && block(world.current, true));

  world.opened.on((chat) => {
    stopEditing();
    if (writingIn) unsent.set(writingIn.key, text.value);
    write(unsent.get(chat.key) ?? '');
    writingIn = chat;
    showWhatIsPossible();
  });
  world.chatChanged.on((chat) => {
    if (chat === world.current) showWhatIsPossible();
  });

  return { edit, showWhatIsPossible };
}
