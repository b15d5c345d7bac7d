/** @file Messages for errors of the operating system: the file, the fault, and the remedy. */

import { shownPath } from '../text/shown-path.js'

/** The fault and the remedy for each code. Any other code is a mistake of genspec. */
const reasons: Record<string, readonly [wrong: string, remedy: string]> = {
  EACCES: ['permission is denied', 'change its permissions, or run as a user who has them'],
  EPERM: [
    'the operation is not permitted',
    'see who owns it, whether it is marked immutable, and whether another program holds it open',
  ],
  ENOENT: ['there is no such file or folder', 'check the path'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'move that file, or name another path'],
  EISDIR: ['it is a folder, not a file', 'move the folder, or name another path'],
  EEXIST: ['something of that name is there already', 'move it, or name another path'],
  ENOTEMPTY: ['the folder is not empty', 'look at what is in it'],
  EROFS: ['the file system is read-only', 'work in a folder that can be written'],
  ENOSPC: ['no space is left on the device', 'free some, or name a path on another device'],
  EDQUOT: ['the disk quota is used up', 'free some space, or name a path on another device'],
  EFBIG: ['the file would be larger than is allowed', 'raise the limit (`ulimit -f`)'],
  EMFILE: ['too many files are open in this process', 'raise the limit (`ulimit -n`)'],
  ENFILE: ['too many files are open on this machine', 'close other programs'],
  EAGAIN: ['the system has no room for more processes', 'raise the limit (`ulimit -u`)'],
  ENOMEM: ['the system is out of memory', 'close other programs'],
  ELOOP: ['its symbolic links lead in a circle', 'remove or redirect one of them'],
  ENAMETOOLONG: ['the name is too long', 'name a shorter path'],
  EBUSY: ['another program uses it', 'close that program'],
  ETXTBSY: ['it is a running program', 'end that program'],
  EXDEV: ['it lies on another device', 'name a path on the same device'],
  EIO: ['the device reported an error', 'check the disk or the connection to it'],
  ESTALE: ['the network file system has lost it', 'mount it again'],
  ENXIO: ['there is no such device, or the pipe has no reader', 'name a regular file'],
  ENODEV: ['there is no such device', 'name a regular file'],
  ENOTSUP: ['the file system cannot do this', 'name a path on another file system'],
  EOPNOTSUPP: ['the file system cannot do this', 'name a path on another file system'],
  EPIPE: ['its reader has ended', 'start the reader again'],
}

const verbs: Record<string, string> = {
  open: 'opened',
  read: 'read',
  scandir: 'listed',
  opendir: 'listed',
  stat: 'looked at',
  lstat: 'looked at',
  fstat: 'looked at',
  statfs: 'looked at',
  realpath: 'looked at',
  readlink: 'looked at',
  access: 'written',
  watch: 'watched',
  mkdir: 'made',
  mkdtemp: 'made',
  symlink: 'made',
  rmdir: 'removed',
  unlink: 'removed',
  rm: 'removed',
  rename: 'renamed',
  copyfile: 'copied',
  utime: 'renewed',
  futime: 'renewed',
  chdir: 'entered',
}

interface SystemError extends Error {
  code: string
  syscall: string
  path?: string
}

function isSystemError(error: unknown): error is SystemError {
  return (
    error instanceof Error &&
    'code' in error &&
    'syscall' in error &&
    typeof error.syscall === 'string' &&
    Object.hasOwn(reasons, String(error.code))
  )
}

/** The fault and the remedy only, for a message that names the file itself. */
export function systemReason(error: unknown): string | undefined {
  if (!isSystemError(error)) return undefined
  return reasons[error.code]?.join('; ')
}

/**
 * @param file the file that is meant if the error names none
 * @returns `undefined` if the operating system is not to blame
 */
export function systemErrorText(error: unknown, file = 'a file'): string | undefined {
  if (!isSystemError(error)) return undefined
  const { code, syscall, path } = error
  if (syscall === 'uv_cwd') {
    return 'the working directory has been removed; change to a folder that exists'
  }
  if (syscall === 'watch' && code === 'ENOSPC') {
    return 'the system watches too many files already; raise fs.inotify.max_user_watches'
  }
  const [command, program] = syscall.split(' ')
  if (command === 'spawn' || command === 'fork') {
    return `${named(program ?? path) ?? 'another process'} cannot be started: ${systemReason(error)}`
  }
  const verb = verbs[syscall] ?? 'written'
  return `${named(path) ?? file} cannot be ${verb}: ${systemReason(error)}`
}

function named(path: string | undefined): string | undefined {
  return path === undefined ? undefined : `\`${shownPath(path)}\``
}
