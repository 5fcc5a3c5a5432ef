import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { readSandboxConfig } from '../../../../sandbox/config.ts';

test('without settings the sandbox listens on port 8080 of this machine and keeps its data in ./data', () => {
  expect(readSandboxConfig({}, [])).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: resolve('data'),
    logLevel: 'info',
    realTokens: {},
  });
});

test('an empty value is as good as none', () => {
  expect(readSandboxConfig({ PORT: '', TELEGRAM_BOT_TOKEN: '' }, [])).toMatchObject({
    port: 8080,
    realTokens: {},
  });
});

test('every setting at fault is named at once, with what was given', () => {
  const read = () => readSandboxConfig({ PORT: '80808', LOG_LEVEL: 'loud', PUBLIC_URL: 'kara' }, []);
  expect(read).toThrow(/PORT must be a number from 0 to 65535 \(it is "80808"\)/);
  expect(read).toThrow(/LOG_LEVEL .*\(it is "loud"\)/);
  expect(read).toThrow(/PUBLIC_URL must be an address/);
});

test('a wrong token is refused without being shown', () => {
  const read = () => readSandboxConfig({ BALE_BOT_TOKEN: 'my secret' }, []);
  expect(read).toThrow(/BALE_BOT_TOKEN/);
  expect(read).not.toThrow(/my secret/);
});

test('words behind npm start that it does not know are refused with a sentence', () => {
  expect(() => readSandboxConfig({}, ['--port', '9000'])).toThrow(/does not understand "--port 9000"/);
});
