/** Comparing a gateway's day with ours: the file is fetched, the sums are told, the differences come as a file. */
import type { Types } from 'mongoose';
import type { GatewayName } from '../../models/top-up.ts';
import type { Comparison } from '../../services/gateway-statements/compare.ts';
import {
  STATEMENT_BYTES_MAX,
  type StatementProblem,
} from '../../services/gateway-statements/read-statement.ts';
import { dayInTehran, startOfDay } from '../../services/tehran.ts';
import type { TextParams } from '../../texts/texts.ts';
import { tap } from '../callback-data.ts';
import { differencesFile } from '../screens/differences-file.ts';
import { staffOnly } from '../screens/staff-only.ts';
import type { View } from '../view.ts';
import type { Visit } from '../visit.ts';

export interface StatementToCompare {
  by: Types.ObjectId;
  gateway: GatewayName;
  /** `2026-11-25`, of Tehran. */
  day: string;
  fileId: string;
}

export async function compareStatement(visit: Visit, of: StatementToCompare): Promise<View> {
  const { services, chat, caller, texts } = visit;
  // A file is fetched for nobody else.
  if (!caller.person || !services.staff.seemsStaff(caller.person)) return staffOnly(visit);
  const { by, gateway, day, fileId } = of;
  const content = await chat.fetchFile(fileId, STATEMENT_BYTES_MAX);
  if (!content) return answer(visit, of, texts.chat('statement-not-fetched'));
  const request = { by, gateway, day: dayInTehran(startOfDay(day)), content };
  const outcome = await services.gatewayStatements.compare(request);
  switch (outcome.type) {
    case 'not-staff':
      return staffOnly(visit);
    case 'unreadable':
      return answer(visit, of, texts.chat(`statement-${outcome.problem.type}`, paramsOf(outcome.problem)));
    case 'compared': {
      const { comparison, ...found } = outcome;
      if (comparison.differences.length > 0)
        await chat.below().showFile(differencesFile(visit, { ...of, comparison }));
      const told = {
        ...sumsOf(comparison),
        ...found,
        cases: found.cases ?? 0,
        tooMany: String(found.cases === null),
      };
      const lines = [
        texts.chat('statement-compared', { gateway, at: startOfDay(day), ...told }),
        ...(found.leftOut > 0 ? [texts.chat('statement-left-out', told)] : []),
        ...(found.credited > 0 ? [texts.chat('statement-credited', told)] : []),
      ];
      return answer(visit, of, lines.join('\n'));
    }
  }
}

function sumsOf({ matched, ours, theirs, differences }: Comparison): TextParams {
  return {
    matched,
    ...{ ourCount: ours.count, ourRials: ours.rials, theirCount: theirs.count, theirRials: theirs.rials },
    differences: differences.length,
  };
}

function paramsOf(problem: StatementProblem): TextParams {
  if (problem.type === 'too-long') return { most: problem.mostRows };
  if (problem.type !== 'unreadable-rows') return {};
  return { count: problem.lines.length, first: problem.lines[0] ?? 0 };
}

function answer({ texts }: Visit, { gateway, day }: StatementToCompare, text: string): View {
  return {
    text,
    buttons: [
      [{ text: texts.plain('button-statement-again'), data: tap.gatewayDay.pack(gateway, day) }],
      [{ text: texts.plain('button-cases'), data: tap.cases.pack('0') }],
      [{ text: texts.plain('button-statements'), data: tap.gatewayStatements.pack() }],
    ],
  };
}
