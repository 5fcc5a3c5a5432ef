/** One turn of a person in a chat: who they are, their language, and where to answer. */
import type { Logger } from 'pino';
import type { Accounts, Caller } from '../services/accounts/service.ts';
import type { Admission } from '../services/admission/service.ts';
import type { Announcements } from '../services/announcements/service.ts';
import type { Breakers } from '../services/breakers/service.ts';
import type { Cases } from '../services/cases/service.ts';
import type { Clock, Ids } from '../services/clock.ts';
import type { Corrections } from '../services/corrections/service.ts';
import type { Courses } from '../services/courses/service.ts';
import type { DataDeletion } from '../services/data-deletion/service.ts';
import type { Drafts } from '../services/drafts/service.ts';
import type { Enrolments } from '../services/enrolments/service.ts';
import type { GatewayStatements } from '../services/gateway-statements/service.ts';
import type { Grants } from '../services/grants/service.ts';
import type { Identity } from '../services/identity/service.ts';
import type { MobileCodes } from '../services/mobile-codes/service.ts';
import type { Paybacks } from '../services/paybacks/service.ts';
import type { Seats } from '../services/seats/service.ts';
import type { Staff } from '../services/staff/service.ts';
import type { Systems } from '../services/systems/service.ts';
import type { TopUps } from '../services/top-ups/service.ts';
import type { Verifications } from '../services/verification/service.ts';
import type { Ledger } from '../services/wallet/ledger.ts';
import type { Statements } from '../services/wallet/statement.ts';
import type { StatementFiles } from '../services/wallet/statement-files.ts';
import type { ChatName, WindowLogins } from '../services/window-logins/service.ts';
import type { Language, Texts } from '../texts/texts.ts';
import type { Chat } from './chat.ts';
import type { FormSet } from './conversations/form.ts';

/** The business, as the bot knows it. */
export interface BotServices {
  accounts: Accounts;
  admission: Admission;
  announcements: Announcements;
  breakers: Pick<Breakers, 'reports'>;
  cases: Pick<Cases, 'list' | 'byId' | 'close'>;
  corrections: Corrections;
  courses: Courses;
  drafts: Drafts;
  enrolments: Enrolments;
  seats: Pick<Seats, 'hold' | 'heldFor' | 'isFree'>;
  grants: Grants;
  identity: Identity;
  mobileCodes: MobileCodes;
  topUps: TopUps;
  ledger: Ledger;
  verifications: Verifications;
  statements: Statements;
  statementFiles: StatementFiles;
  windowLogins: Pick<WindowLogins, 'stance' | 'begin'>;
  dataDeletion: DataDeletion;
  staff: Pick<Staff, 'seemsStaff'>;
  systems: Systems;
  gatewayStatements: GatewayStatements;
  paybacks: Paybacks;
}

export interface Visit {
  caller: Caller;
  texts: Texts;
  chat: Chat;
  /** The chat as its owner knows it; null when we speak first. */
  here: ChatName | null;
  services: BotServices;
  forms: FormSet;
  ids: Ids;
  clock: Clock;
  log: Logger;
  /** Names the update that is being answered; null when we speak first (a payment came in). */
  updateKey: string | null;
}

export type TextsByLanguage = Record<Language, Texts>;
