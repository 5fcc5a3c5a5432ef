/** Which program a process id belongs to: an id alone may meanwhile be another program's. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** The command line with its arguments, or `undefined` when no such process runs. */
export function commandLineOf(pid: number): string | undefined {
  // Linux tells without another program; small containers have no `ps`.
  if (existsSync('/proc/self/cmdline')) return commandLineFromProc(pid);
  return commandLineFromPs(pid);
}

function commandLineFromProc(pid: number): string | undefined {
  try {
    // A process that has ended and is not yet collected by its parent has an empty command line.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim() || undefined;
  } catch {
    return undefined;
  }
}

function commandLineFromPs(pid: number): string | undefined {
  try {
    const printed = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return printed || undefined;
  } catch {
    return undefined;
  }
}
