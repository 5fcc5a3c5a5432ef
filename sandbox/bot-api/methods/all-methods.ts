/** Every method by its name. Which of them a messenger has is its dialect's to say. */
import { answerCallbackQuery } from './callback-answers.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
} from './edits.ts';
import { getFile, sendFile, sendMediaGroup } from './media.ts';
import {
  copyMessage,
  copyMessages,
  forwardMessage,
  forwardMessages,
  sendChatAction,
  sendContact,
  sendLocation,
  sendMessage,
} from './messages.ts';
import type { Method } from './method.ts';
import { answerPreCheckoutQuery, createInvoiceLink, inquireTransaction, sendInvoice } from './payments.ts';
import {
  acknowledge,
  acknowledgeForChat,
  deleteMyCommands,
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatMenuButton,
  getMe,
  getMyCommands,
  getProfileText,
  setChatMenuButton,
  setMyCommands,
  setProfileText,
} from './profile.ts';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './updates.ts';

const METHODS: Record<string, Method> = {
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,

  sendMessage,
  sendPhoto: sendFile('photo'),
  sendDocument: sendFile('document'),
  sendVideo: sendFile('video'),
  sendVoice: sendFile('voice'),
  sendAudio: sendFile('audio'),
  sendAnimation: sendFile('animation'),
  sendSticker: sendFile('sticker'),
  sendVideoNote: sendFile('video_note'),
  sendMediaGroup,
  sendLocation,
  sendContact,
  sendChatAction,
  copyMessage,
  copyMessages,
  forwardMessage,
  forwardMessages,

  editMessageText,
  editMessageCaption,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  getFile,

  sendInvoice,
  createInvoiceLink,
  answerPreCheckoutQuery,
  inquireTransaction,

  getChat,
  getChatMember,
  getChatMemberCount,
  getChatMembersCount: getChatMemberCount,
  pinChatMessage: acknowledgeForChat,
  unpinChatMessage: acknowledgeForChat,
  unpinAllChatMessages: acknowledgeForChat,
  setMessageReaction: acknowledgeForChat,
  askReview: acknowledge,
  inviteUser: acknowledge,

  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName: setProfileText('name', 64),
  getMyName: getProfileText('name'),
  setMyDescription: setProfileText('description', 512),
  getMyDescription: getProfileText('description'),
  setMyShortDescription: setProfileText('short_description', 120),
  getMyShortDescription: getProfileText('short_description'),
  setChatMenuButton,
  getChatMenuButton,
};

const BY_LOWER_CASE = new Map(Object.entries(METHODS).map(([name, method]) => [name.toLowerCase(), method]));

/** Names are taken in any case. */
export function methodNamed(name: string): Method | undefined {
  return BY_LOWER_CASE.get(name.toLowerCase());
}

/** Counted by the messengers' flood limits. */
export function isSending(name: string): boolean {
  return /^(send(?!chataction)|copy|forward|edit)/i.test(name);
}
