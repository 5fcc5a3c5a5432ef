/** Each outside system behind its breaker: an adapter that does not call what is known to be down, and says so as an outage. */
import type { Breakers } from '../breakers/service.ts';
import type { System } from '../breakers/systems.ts';
import { isOutage, NOBODY_ASKED } from './identity/answers.ts';
import type { CivilRegistry } from './identity/civil-registry.ts';
import type { NationalWindow } from './identity/national-window.ts';
import type { MobileOwnership } from './identity/shahkar.ts';
import type { Karpooshe } from './karpooshe/karpooshe.ts';
import type { PaymentGateway } from './payment/payment-gateway.ts';
import type { SmsProvider } from './sms/sms-provider.ts';

type Guard = Pick<Breakers, 'guard'>;

/** Why nothing is known when nobody was asked. */
const NOT_ASKED = NOBODY_ASKED.reason;

export function guardMobileOwnership(shahkar: MobileOwnership, { guard }: Guard): MobileOwnership {
  return {
    async match(nationalCode, mobile) {
      const guarded = await guard('shahkar', () => shahkar.match(nationalCode, mobile), isOutage);
      return guarded.type === 'called' ? guarded.outcome : NOBODY_ASKED;
    },
  };
}

export function guardCivilRegistry(registry: CivilRegistry, { guard }: Guard): CivilRegistry {
  return {
    async lookup(nationalCode, birthDate) {
      const guarded = await guard('civil-registry', () => registry.lookup(nationalCode, birthDate), isOutage);
      return guarded.type === 'called' ? guarded.outcome : NOBODY_ASKED;
    },
  };
}

/** A code is a system's own word, so it is there; so is one that says that we ask too often. */
const isUnavailable = (result: { type: string; reason?: string }) =>
  result.type === 'unavailable' && !/^(code |http 429$)/.test(result.reason ?? '');

/**
 * A browser that comes back with a code has just seen the window at work: it is asked even where the breaker would not.
 * The address to log in at is not asked for, so it tells nothing of the window.
 */
export function guardNationalWindow(window: NationalWindow, { guard, stance }: Breakers): NationalWindow {
  return {
    async loginUrl(ties) {
      const isOff = (await stance('national-window')) === 'switched-off';
      return isOff ? { type: 'unavailable', reason: NOT_ASKED } : window.loginUrl(ties);
    },
    async identify(parameters, ties) {
      const call = () => window.identify(parameters, ties);
      const guarded = await guard('national-window', call, isUnavailable);
      if (guarded.type === 'called') return guarded.outcome;
      return guarded.why === 'down' ? call() : { type: 'unavailable', reason: NOT_ASKED };
    },
  };
}

export function guardSms(sms: SmsProvider, { guard }: Guard): SmsProvider {
  return {
    async send(message) {
      const guarded = await guard(
        'sms',
        () => sms.send(message),
        // A code is the provider's word that it is there, if busy.
        (result) => result.type === 'unknown' || (result.type === 'retry-later' && result.code === null),
      );
      return guarded.type === 'called' ? guarded.outcome : { type: 'retry-later', code: null };
    },
    async findByOwnId(ownId) {
      const guarded = await guard('sms', () => sms.findByOwnId(ownId), isUnavailable);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unavailable', reason: NOT_ASKED };
    },
    async status(providerIds) {
      const guarded = await guard('sms', () => sms.status(providerIds), isUnavailable);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unavailable', reason: NOT_ASKED };
    },
  };
}

export function guardKarpooshe(karpooshe: Karpooshe, { guard }: Guard): Karpooshe {
  return {
    async deliver(notice) {
      const guarded = await guard('karpooshe', () => karpooshe.deliver(notice), isUnavailable);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unavailable', reason: NOT_ASKED };
    },
  };
}

/** `system`: each gateway has a breaker of its own. */
export function guardGateway(gateway: PaymentGateway, system: System, { guard }: Guard): PaymentGateway {
  return {
    ...gateway,
    async create(payment) {
      const guarded = await guard(system, () => gateway.create(payment), isUnavailable);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unavailable' };
    },
    async verify(payment) {
      const guarded = await guard(system, () => gateway.verify(payment), isSilent);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unknown', reason: NOT_ASKED };
    },
    async inquire(sessionId) {
      const guarded = await guard(system, () => gateway.inquire(sessionId), isSilent);
      return guarded.type === 'called' ? guarded.outcome : { type: 'unknown', reason: NOT_ASKED };
    },
  };
}

/** A code is the gateway's own word about one payment; anything else says that it did not do its work. */
const isSilent = (result: { type: string; reason?: string }) =>
  result.type === 'unknown' && !result.reason?.startsWith('code ');
