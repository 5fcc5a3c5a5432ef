import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CIVIL_REGISTRY_TOKEN,
  KARPOOSHE_TOKEN,
  SHAHKAR_TOKEN,
} from '../../../../sandbox/providers/credentials.ts';
import { MARYAM, type OutsideSystems, startOutsideSystems } from '../../../support/outside-systems.ts';

let world: OutsideSystems;

beforeAll(async () => {
  world = await startOutsideSystems();
});
afterAll(() => world.close());

async function inquire(path: string, token: string, query: object) {
  const response = await fetch(`${world.url}/systems/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(query),
  });
  return { status: response.status, body: (await response.json()) as { id?: string } };
}

const identity = (query: object) =>
  inquire('civil-registry/api/v0/services/inquiry/national_identity_inquiry', CIVIL_REGISTRY_TOKEN, query);

test('the registry tells all that is on the identity card, and whether the person lives', async () => {
  expect(await identity({ national_code: MARYAM.nationalCode })).toEqual({
    status: 200,
    body: {
      result: 1,
      response_body: {
        data: {
          matched: true,
          first_name: 'مریم',
          last_name: 'شایسته‌نیا',
          father_name: 'کیوان',
          alive: true,
          is_dead: false,
        },
        error_code: null,
        message: expect.any(String),
      },
    },
  });
});

test('a birth date need not be given, but when it is it must agree', async () => {
  const withDate = async (birth_date: string) =>
    (await identity({ national_code: MARYAM.nationalCode, birth_date })).body;
  expect(await withDate(MARYAM.birthDate)).toMatchObject({ response_body: { data: { matched: true } } });
  expect(await withDate('1377/09/04')).toMatchObject({ response_body: { data: { matched: false } } });
  expect(await withDate('1998-11-24')).toMatchObject({ response_body: { error_code: 'INVALID_BIRTH_DATE' } });
});

test('Shahkar names the parameter that is wrong', async () => {
  const ask = (query: object) => inquire('shahkar/api/v0/services/inquiry/shahkar', SHAHKAR_TOKEN, query);
  expect(await ask({ mobile: '09120000001', national_code: '0076229646' })).toEqual({
    status: 400,
    body: {
      result: 0,
      response_body: { data: null, error_code: 'INVALID_NATIONAL_CODE', message: expect.any(String) },
    },
  });
  expect(await ask({ mobile: '+989120000001', national_code: MARYAM.nationalCode })).toMatchObject({
    body: { response_body: { error_code: 'INVALID_MOBILE' } },
  });
});

test('the e-inbox shows a notice to its sender by reference, and the list to the control API', async () => {
  const notice = { nationalCode: MARYAM.nationalCode, title: 'عنوان', body: 'متن', reference: 'r-1' };
  const sent = await inquire('karpooshe/api/v1/notices', KARPOOSHE_TOKEN, notice);
  expect(sent).toEqual({ status: 201, body: { id: expect.any(String) } });
  const again = await inquire('karpooshe/api/v1/notices', KARPOOSHE_TOKEN, notice);
  expect(again).toEqual({ status: 200, body: sent.body });

  const headers = { authorization: `Bearer ${KARPOOSHE_TOKEN}` };
  const read = (reference: string) =>
    fetch(`${world.url}/systems/karpooshe/api/v1/notices/${reference}`, { headers });
  expect(await (await read('r-1')).json()).toMatchObject({ ...notice, id: sent.body.id });
  expect((await read('r-2')).status).toBe(404);
  const list = await (await fetch(`${world.url}/sandbox/karpooshe`)).json();
  expect(list).toEqual([{ ...notice, id: sent.body.id, date: expect.any(String) }]);
});
