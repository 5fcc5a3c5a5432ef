const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Outside systems send people back only to a domain that the application has registered; here it is that of the
 * sandbox. So a return, which the sandbox may itself call, never leaves the machine for a stranger's address.
 */
export function isAllowedCallback(callbackUrl: string, publicUrl: string): boolean {
  const { hostname } = new URL(callbackUrl);
  return LOOPBACK.has(hostname) || hostname === new URL(publicUrl).hostname;
}
