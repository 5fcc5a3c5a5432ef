/** The page's state: the people, their chats, which one is open; kept up to date by the sandbox's live updates. */
import { act, listMessages, listPeople, Refusal } from './api.js';
import { catchUp, createChat, markRead, receive } from './chats.js';
import { createSignal } from './signal.js';

/**
 * @typedef {import('./types.ts').Chat} Chat
 * @typedef {import('./types.ts').Platform} Platform
 * @typedef {import('./types.ts').SandboxPerson} SandboxPerson
 * @typedef {import('./types.ts').SandboxEvent} SandboxEvent
 * @typedef {ReturnType<typeof createWorld>} World
 */

/** So many chats are read at a time; browsers allow six connections, and one is the live updates'. */
const READERS = 4;

export function createWorld() {
  /** @type {Map<string, Chat>} */
  const chats = new Map();
  /** @type {Map<string, SandboxPerson>} */
  const people = new Map();
  /** @type {Chat | null} */
  let current = null;

  const world = {
    chats,
    people,
    get current() {
      return current;
    },
    /** The list of people, or what their entries show, is different. */
    peopleChanged: /** @type {import('./signal.js').Signal<void>} */ (createSignal()),
    /** Something in this chat is different. */
    chatChanged: /** @type {import('./signal.js').Signal<Chat>} */ (createSignal()),
    /** Another chat is open. */
    opened: /** @type {import('./signal.js').Signal<Chat>} */ (createSignal()),
    /** Something happened in the sandbox. */
    happened: /** @type {import('./signal.js').Signal<SandboxEvent>} */ (createSignal()),
    /** Live updates come (`true`) or are interrupted. After an interruption everything is read again. */
    connected: /** @type {import('./signal.js').Signal<boolean>} */ (createSignal()),

    /** @param {SandboxPerson} person */
    putPerson(person) {
      people.set(person.nationalCode, person);
      for (const platform of /** @type {Platform[]} */ (['telegram', 'bale'])) {
        const account = person.accounts[platform];
        if (account) world.chat(platform, account.userId).person = person;
      }
      world.peopleChanged.emit();
    },

    /**
     * The chat of this account; an account that nobody has becomes a guest's.
     * @param {Platform} platform
     * @param {string} userId
     * @returns {Chat}
     */
    chat(platform, userId) {
      const known = chats.get(`${platform}:${userId}`);
      if (known) return known;
      const chat = createChat(platform, userId);
      chats.set(chat.key, chat);
      return chat;
    },

    /** @param {Chat} chat */
    open(chat) {
      current = chat;
      markRead(chat);
      world.opened.emit(chat);
      world.peopleChanged.emit();
    },

    /**
     * The person does something in the chat; what it became is shown at once.
     * @param {Chat} chat
     * @param {Record<string, unknown>} action
     */
    async act(chat, action) {
      const answer = await act(chat, action);
      if (answer.message) world.receive(chat, answer.message);
      return answer;
    },

    /**
     * @param {Chat} chat
     * @param {import('./types.ts').ChatItem | import('./types.ts').DeletedItem} item
     */
    receive(chat, item) {
      receive(chat, item);
      announce(chat);
    },

    /**
     * Reads everything again: at the start, and after live updates were interrupted.
     * @param {Chat | null} first is read before all others, of which there may be hundreds, and opened if none is
     */
    async load(first) {
      for (const person of await listPeople()) world.putPerson(person);
      if (first) await read(first);
      if (first && !current && chats.has(first.key)) world.open(first);
      const waiting = [...chats.values()].filter((chat) => chat !== first);
      await Promise.all(Array.from({ length: READERS }, () => readAll(waiting)));
    },
  };

  /** @param {Chat[]} waiting */
  async function readAll(waiting) {
    for (let chat = waiting.shift(); chat; chat = waiting.shift()) {
      if (chats.has(chat.key)) await read(chat);
    }
  }

  /** @param {Chat} chat */
  async function read(chat) {
    const known = [...chat.messages.keys()];
    try {
      catchUp(chat, known, await listMessages(chat));
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 404)) throw error;
      // This messenger is the real one; its chats are not to be had here.
      for (const { key, platform } of chats.values()) if (platform === chat.platform) chats.delete(key);
    }
    announce(chat);
  }

  /** @param {Chat} chat */
  function announce(chat) {
    if (chat === current && document.visibilityState === 'visible') markRead(chat);
    world.chatChanged.emit(chat);
    world.peopleChanged.emit();
  }

  world.happened.on((event) => {
    if (event.type === 'chat' && !isRoom(event.userId)) {
      world.receive(world.chat(event.platform, event.userId), /** @type {any} */ (event.item));
    } else if (event.type === 'person') {
      world.putPerson(/** @type {SandboxPerson} */ (event.item));
    }
  });

  return world;
}

/**
 * Groups and channels have negative numbers, as in the Bot API. Nobody here is one; what is said there is no chat of
 * somebody's, and cannot be read like one.
 * @param {string} userId
 */
const isRoom = (userId) => userId.startsWith('-');
