/** Who the bot is, what it tells of itself, and whom it talks to. */
import { z } from 'zod';
import { badRequest } from '../errors.ts';
import { wireChat } from '../messenger.ts';
import { integerOf, jsonOf, type Parameters, stringOf } from '../parameters.ts';
import type { Room } from '../state/room-book.ts';
import { type Call, knownChat, type Method } from './method.ts';

export const getMe: Method = ({ messenger }) => ({
  ...messenger.bot,
  can_join_groups: true,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

export const getChat: Method = (call) => {
  const chatId = knownChat(call);
  const { chats, rooms, dialect } = call.messenger;
  if (!rooms.get(chatId) && !chats.get(chatId).started) throw dialect.errors.unknownChat();
  return wireChat(call.messenger, chatId);
};

export const getChatMember: Method = (call) => {
  const chatId = knownChat(call);
  const userId = integerOf(call.parameters, 'user_id');
  const room = call.messenger.rooms.get(chatId);
  if (room) return memberOfRoom(call, room, userId);
  if (userId === call.messenger.bot.id) return { status: 'member', user: call.messenger.bot };
  if (userId !== chatId) throw badRequest('PARTICIPANT_ID_INVALID');
  return { status: 'member', user: call.messenger.accounts.user(chatId) };
};

/** Everybody is a member of every room; the bot is what it is. */
function memberOfRoom({ messenger }: Call, { bot }: Room, userId: number | undefined) {
  if (userId === undefined) throw badRequest('PARTICIPANT_ID_INVALID');
  if (userId !== messenger.bot.id) return { status: 'member', user: messenger.accounts.user(userId) };
  return { status: bot === 'stranger' ? 'left' : bot, user: messenger.bot };
}

export const getChatMemberCount: Method = (call) => {
  knownChat(call);
  return 2;
};

const commandsSchema = z.array(z.object({ command: z.string(), description: z.string() })).max(100);
const scopeSchema = z.object({ type: z.string(), chat_id: z.union([z.string(), z.number()]).optional() });

export const setMyCommands: Method = ({ messenger, parameters }) => {
  const commands = jsonOf(parameters, 'commands', commandsSchema, 'list of bot commands') ?? [];
  for (const { command, description } of commands) {
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256)
      throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
  }
  const plain = commands.map(({ command, description }) => ({
    command: command.replace('/', ''),
    description,
  }));
  messenger.profile.setCommands(scopeOf(parameters), languageOf(parameters), plain);
  return true;
};

export const getMyCommands: Method = ({ messenger, parameters }) =>
  messenger.profile.commands(scopeOf(parameters), languageOf(parameters));

export const deleteMyCommands: Method = ({ messenger, parameters }) => {
  messenger.profile.setCommands(scopeOf(parameters), languageOf(parameters), []);
  return true;
};

function scopeOf(parameters: Parameters): string {
  const scope = jsonOf(parameters, 'scope', scopeSchema, 'BotCommandScope') ?? { type: 'default' };
  return 'chat_id' in scope ? `${scope.type} ${scope.chat_id}` : scope.type;
}

const languageOf = (parameters: Parameters) => stringOf(parameters, 'language_code') ?? '';

/** setMyName, setMyDescription, setMyShortDescription. */
export function setProfileText(kind: string, maxLength: number): Method {
  return ({ messenger, parameters }) => {
    const text = stringOf(parameters, kind) ?? '';
    if (text.length > maxLength) throw badRequest(`${kind.replace('_', ' ')} is too long`);
    messenger.profile.setText(kind, languageOf(parameters), text);
    return true;
  };
}

export function getProfileText(kind: string): Method {
  return ({ messenger, parameters }) => ({ [kind]: messenger.profile.text(kind, languageOf(parameters)) });
}

const menuButtonSchema = z.looseObject({ type: z.enum(['commands', 'web_app', 'default']) });

export const setChatMenuButton: Method = (call) => {
  const button = jsonOf(call.parameters, 'menu_button', menuButtonSchema, 'menu button') ?? {
    type: 'default',
  };
  call.messenger.profile.setMenuButton(optionalChat(call), button);
  return true;
};

export const getChatMenuButton: Method = (call) => call.messenger.profile.menuButton(optionalChat(call));

const optionalChat = (call: Call) => (stringOf(call.parameters, 'chat_id') ? knownChat(call) : undefined);

/** For what has no effect on what a person of the sandbox sees. */
export const acknowledge: Method = () => true;

/** The same, for a chat that must be there. */
export const acknowledgeForChat: Method = (call) => {
  knownChat(call);
  return true;
};
