/* Records, in one total order, what a process made durable and what it acknowledged.
 *
 * Preloaded (LD_PRELOAD) into one process. Every call that changes a file under CRASH_WATCH, every
 * fsync of one, every write to standard output and every write to a terminal it opened, such as a scanner
 * that is answered, goes into CRASH_LOG as a record: `struct header`, then the path (relative to CRASH_WATCH;
 * a terminal's own), a second path for rename and link, then the bytes.
 * tests/crash/replay.py builds from it the disks that a power cut could have left behind.
 *
 *   CRASH_WATCH    folder to record (resolved, no trailing slash)
 *   CRASH_LOG      where the records go; outside CRASH_WATCH
 *   FAIL_OP        fsync | write | open: which calls may be made to fail
 *   FAIL_AT        the n-th matching call fails (1 is the first)
 *   FAIL_ERRNO     EIO (default) or ENOSPC; on a full disk only writes that need new space fail
 *   FAIL_PATH      only files whose path contains this
 *   FAIL_FOREVER   1: every matching call after the n-th fails as well
 *   FAIL_WHILE     calls are counted and fail only while this file exists (arms and disarms)
 *   SLOW_FSYNC_MS  every fsync takes this much longer
 *   STALL_WHILE    no fsync begins while this file exists
 *
 * Left out on purpose:
 *   - files named *-shm: SQLite maps them into memory as the index of the log and rebuilds them when
 *     the first connection opens the database, so they are no durable state;
 *   - children: the preload is removed from the environment, only this process is recorded;
 *   - C stdio and sync(2): neither Python nor SQLite writes files that way. A shared writable map of
 *     a watched file would be invisible here, so it ends the process instead.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

enum op { CREATE = 1, WRITE, TRUNCATE, ALLOCATE, UNLINK, RENAME, LINK, MKDIR, RMDIR, SYNC, SYNC_FAILED, ACK, FAULT, SAID };

struct header {
    uint32_t op, path_length, other_length, data_length;
    uint64_t inode, offset; /* offset of SYNC: how many records stood before the call began */
};

enum kind { NOT_OURS, REGULAR, FOLDER, STDOUT, TERMINAL };

struct open_file { enum kind kind; uint64_t inode; char path[512]; };

static struct open_file files[4096];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char watch[PATH_MAX];
static size_t watch_length;
static int log_fd = -1;
static uint64_t records;
static long slow_fsync_ms;
static const char *stall;
static struct { const char *op, *path, *guard; long at, seen; int error, forever; } fail;

/* ---- the log; the lock is held ---- */

static void emit(enum op op, const struct open_file *file, uint64_t offset, const void *data, size_t length,
                 const char *other) {
    struct header header = {op, strlen(file->path), other ? strlen(other) : 0, data ? length : 0, file->inode, offset};
    struct iovec parts[] = {{&header, sizeof header},
                            {(void *)file->path, header.path_length},
                            {(void *)other, header.other_length},
                            {(void *)data, header.data_length}};
    if (syscall(SYS_writev, log_fd, parts, 4) < 0) abort();
    records++;
}

static const char *setting(const char *name, const char *otherwise) {
    const char *value = getenv(name);
    return value && *value ? value : otherwise;
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("CRASH_WATCH"), *log = getenv("CRASH_LOG");
    if (!folder || !log) return;
    snprintf(watch, sizeof watch, "%s", folder);
    watch_length = strlen(watch);
    slow_fsync_ms = atol(setting("SLOW_FSYNC_MS", "0"));
    stall = setting("STALL_WHILE", NULL);
    fail.op = setting("FAIL_OP", "");
    fail.path = setting("FAIL_PATH", "");
    fail.guard = setting("FAIL_WHILE", NULL);
    fail.at = atol(setting("FAIL_AT", "1"));
    fail.forever = atoi(setting("FAIL_FOREVER", "0"));
    fail.error = strcmp(setting("FAIL_ERRNO", "EIO"), "ENOSPC") == 0 ? ENOSPC : EIO;
    int fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log_fd = syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, 1000);
    if (log_fd < 0) abort();
    syscall(SYS_close, fd);
    files[1].kind = STDOUT;
    unsetenv("LD_PRELOAD");
}

/* ---- which files are ours ---- */

static struct open_file *ours(int fd) {
    return log_fd >= 0 && fd >= 0 && fd < 4096 && files[fd].kind != NOT_OURS ? &files[fd] : NULL;
}

/* Fills file->path relative to the watched folder; 0 when the file is not under it or is a -shm. */
static int watched(int dirfd, const char *path, struct open_file *file) {
    char full[PATH_MAX * 2], parent[PATH_MAX], resolved[PATH_MAX], link[64];
    if (log_fd < 0 || !path) return 0;
    if (path[0] == '/') {
        snprintf(full, sizeof full, "%s", path);
    } else {
        if (dirfd == AT_FDCWD) snprintf(link, sizeof link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
        ssize_t n = readlink(link, parent, sizeof parent - 1);
        if (n < 0) return 0;
        parent[n] = 0;
        snprintf(full, sizeof full, "%s/%s", parent, path);
    }
    size_t length = strlen(full);
    while (length > 1 && full[length - 1] == '/') full[--length] = 0;
    if (strcmp(full, watch) != 0) { /* resolve the folder, not the last name: it may not exist yet */
        char *slash = strrchr(full, '/');
        snprintf(parent, sizeof parent, "%.*s", (int)(slash - full), full);
        if (!realpath(*parent ? parent : "/", resolved)) return 0;
        char name[NAME_MAX + 2];
        snprintf(name, sizeof name, "%s", slash);
        snprintf(full, sizeof full, "%s%s", resolved, name);
        length = strlen(full);
    }
    if (strncmp(full, watch, watch_length) != 0 || (full[watch_length] && full[watch_length] != '/')) return 0;
    if (length > 4 && strcmp(full + length - 4, "-shm") == 0) return 0;
    snprintf(file->path, sizeof file->path, "%s", full[watch_length] ? full + watch_length + 1 : "");
    return 1;
}

/* ---- faults; the lock is held ---- */

static int fault(const char *op, const struct open_file *file) {
    if (strcmp(fail.op, op) != 0 || !strstr(file->path, fail.path)) return 0;
    if (fail.guard && syscall(SYS_faccessat, AT_FDCWD, fail.guard, F_OK) != 0) return 0;
    fail.seen++;
    if (fail.seen < fail.at || (fail.seen > fail.at && !fail.forever)) return 0;
    emit(FAULT, file, 0, op, strlen(op), NULL);
    errno = fail.error;
    return 1;
}

static int write_fault(int fd, const struct open_file *file, uint64_t end) {
    struct stat now;
    if (fail.error == ENOSPC && fstat(fd, &now) == 0 && end <= (uint64_t)now.st_size) return 0;
    return fault("write", file);
}

/* ---- open and close ---- */

static int terminal(int fd, const char *path) {
    struct termios settings;
    if (log_fd >= 0 && fd >= 0 && fd < 4096 && syscall(SYS_ioctl, fd, TCGETS, &settings) == 0) {
        files[fd] = (struct open_file){.kind = TERMINAL};
        snprintf(files[fd].path, sizeof files[fd].path, "%s", path);
    }
    return fd;
}

static int opened(int dirfd, const char *path, int flags, mode_t mode) {
    struct open_file file = {0};
    if (!watched(dirfd, path, &file)) return terminal(syscall(SYS_openat, dirfd, path, flags, mode), path);
    struct stat before, now;
    pthread_mutex_lock(&lock);
    int existed = fstatat(dirfd, path, &before, 0) == 0;
    int fd = (flags & O_ACCMODE) != O_RDONLY && fault("open", &file) ? -1 : syscall(SYS_openat, dirfd, path, flags, mode);
    int failure = errno;
    if (fd >= 0 && fd < 4096 && fstat(fd, &now) == 0) {
        file.inode = now.st_ino;
        file.kind = S_ISDIR(now.st_mode) ? FOLDER : S_ISREG(now.st_mode) ? REGULAR : NOT_OURS;
        files[fd] = file;
        if (file.kind == REGULAR && !existed) emit(CREATE, &file, 0, NULL, 0, NULL);
        if (file.kind == REGULAR && existed && (flags & O_TRUNC)) emit(TRUNCATE, &file, 0, NULL, 0, NULL);
    }
    pthread_mutex_unlock(&lock);
    errno = failure;
    return fd;
}

#define OPENER(name, dir_parameter, dirfd)                     \
    int name(dir_parameter const char *path, int flags, ...) { \
        va_list more;                                          \
        va_start(more, flags);                                 \
        mode_t mode = va_arg(more, int);                       \
        va_end(more);                                          \
        return opened(dirfd, path, flags, mode);               \
    }
#define WITH_DIR int dir,
OPENER(open, , AT_FDCWD)
OPENER(open64, , AT_FDCWD)
OPENER(openat, WITH_DIR, dir)
OPENER(openat64, WITH_DIR, dir)
int creat(const char *path, mode_t mode) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

int close(int fd) {
    if (ours(fd)) files[fd].kind = NOT_OURS;
    return syscall(SYS_close, fd);
}

static int copied(int from, int to) {
    if (log_fd >= 0 && to >= 0 && to < 4096 && from < 4096 && from != to) files[to] = files[from];
    return to;
}
int dup(int fd) { return copied(fd, syscall(SYS_dup, fd)); }
int dup2(int fd, int to) { return fd == to ? to : copied(fd, syscall(SYS_dup3, fd, to, 0)); }
int dup3(int fd, int to, int flags) { return copied(fd, syscall(SYS_dup3, fd, to, flags)); }

#define FCNTL(name)                                                                              \
    int name(int fd, int command, ...) {                                                         \
        va_list more;                                                                            \
        va_start(more, command);                                                                 \
        void *argument = va_arg(more, void *);                                                   \
        va_end(more);                                                                            \
        int result = syscall(SYS_fcntl, fd, command, argument);                                  \
        return command == F_DUPFD || command == F_DUPFD_CLOEXEC ? copied(fd, result) : result;   \
    }
FCNTL(fcntl)
FCNTL(fcntl64)

/* ---- contents ---- */

ssize_t write(int fd, const void *data, size_t length) {
    struct open_file *file = ours(fd);
    if (!file) return syscall(SYS_write, fd, data, length);
    pthread_mutex_lock(&lock);
    off_t at = file->kind == REGULAR ? lseek(fd, 0, SEEK_CUR) : 0;
    ssize_t n = file->kind == REGULAR && write_fault(fd, file, at + length) ? -1 : syscall(SYS_write, fd, data, length);
    int failure = errno;
    if (n > 0 && file->kind == STDOUT) emit(ACK, file, 0, data, n, NULL);
    else if (n > 0 && file->kind == TERMINAL) emit(SAID, file, 0, data, n, NULL);
    else if (n > 0) emit(WRITE, file, lseek(fd, 0, SEEK_CUR) - n, data, n, NULL); /* right for O_APPEND too */
    pthread_mutex_unlock(&lock);
    errno = failure;
    return n;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    struct open_file *file = ours(fd);
    if (!file) return syscall(SYS_pwrite64, fd, data, length, offset);
    pthread_mutex_lock(&lock);
    ssize_t n = write_fault(fd, file, offset + length) ? -1 : syscall(SYS_pwrite64, fd, data, length, offset);
    int failure = errno;
    if (n > 0) emit(WRITE, file, offset, data, n, NULL);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return n;
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!ours(fd)) return syscall(SYS_writev, fd, parts, count);
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t n = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (n < 0) return total ? total : -1;
        total += n;
        if ((size_t)n < parts[i].iov_len) break;
    }
    return total;
}

/* Both are refused for our files, so that callers (shutil) fall back to read and write. */
ssize_t sendfile(int to, int from, off_t *offset, size_t length) {
    return ours(to) ? (errno = EINVAL, -1) : syscall(SYS_sendfile, to, from, offset, length);
}
ssize_t sendfile64(int to, int from, off64_t *offset, size_t length) { return sendfile(to, from, offset, length); }
ssize_t copy_file_range(int from, off64_t *at, int to, off64_t *offset, size_t length, unsigned flags) {
    return ours(to) ? (errno = EINVAL, -1) : syscall(SYS_copy_file_range, from, at, to, offset, length, flags);
}

static int resized(int fd, enum op op, uint64_t size, long result_of_call) {
    if (result_of_call == 0) emit(op, &files[fd], size, NULL, 0, NULL);
    return result_of_call;
}

int ftruncate64(int fd, off64_t size) {
    struct open_file *file = ours(fd);
    if (!file) return syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&lock);
    int result = write_fault(fd, file, size) ? -1 : resized(fd, TRUNCATE, size, syscall(SYS_ftruncate, fd, size));
    pthread_mutex_unlock(&lock);
    return result;
}
int ftruncate(int fd, off_t size) { return ftruncate64(fd, size); }

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
    struct open_file *file = ours(fd);
    if (!file) return syscall(SYS_fallocate, fd, mode, offset, length);
    if (mode != 0) return errno = EOPNOTSUPP, -1; /* holes and kept sizes are not modelled */
    pthread_mutex_lock(&lock);
    int result = write_fault(fd, file, offset + length)
                     ? -1
                     : resized(fd, ALLOCATE, offset + length, syscall(SYS_fallocate, fd, mode, offset, length));
    pthread_mutex_unlock(&lock);
    return result;
}
int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return fallocate64(fd, 0, offset, length) ? errno : 0; }
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }

static int synced(int fd, long call) {
    struct open_file *file = ours(fd);
    if (!file || file->kind == STDOUT || file->kind == TERMINAL) return syscall(call, fd);
    struct timespec moment = {0, 5000000};
    while (stall && syscall(SYS_faccessat, AT_FDCWD, stall, F_OK) == 0) nanosleep(&moment, NULL);
    pthread_mutex_lock(&lock);
    struct open_file synced_file = *file;
    uint64_t before = records; /* what another thread writes from here on is not covered */
    int refused = fault("fsync", file);
    pthread_mutex_unlock(&lock);
    struct timespec slow = {slow_fsync_ms / 1000, slow_fsync_ms % 1000 * 1000000};
    if (slow_fsync_ms) nanosleep(&slow, NULL);
    int result = refused ? -1 : syscall(call, fd), failure = refused ? fail.error : errno;
    pthread_mutex_lock(&lock);
    emit(result == 0 ? SYNC : SYNC_FAILED, &synced_file, before, NULL, 0, NULL);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
    if (ours(fd) && files[fd].kind == REGULAR && (flags & MAP_SHARED) && (protection & PROT_WRITE)) abort();
    return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}
void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return mmap64(address, length, protection, flags, fd, offset);
}

/* ---- names ---- */

static int named(enum op op, int dirfd, const char *path, int other_dirfd, const char *other, long call, long flags) {
    struct open_file file = {0}, target = {0};
    struct stat now = {0};
    int ours_here = watched(dirfd, path, &file), ours_there = other && watched(other_dirfd, other, &target);
    pthread_mutex_lock(&lock);
    if (ours_here && fstatat(dirfd, path, &now, AT_SYMLINK_NOFOLLOW) == 0) file.inode = now.st_ino;
    long result = other ? syscall(call, dirfd, path, other_dirfd, other, flags) : syscall(call, dirfd, path, flags);
    int failure = errno;
    if (result == 0 && other && ours_here != ours_there) abort(); /* moved over the border: not modelled */
    if (result == 0 && ours_here) emit(op, &file, 0, NULL, 0, other ? target.path : NULL);
    pthread_mutex_unlock(&lock);
    errno = failure;
    return result;
}

int unlinkat(int dir, const char *path, int flags) {
    return named(flags & AT_REMOVEDIR ? RMDIR : UNLINK, dir, path, 0, NULL, SYS_unlinkat, flags);
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int mkdirat(int dir, const char *path, mode_t mode) { return named(MKDIR, dir, path, 0, NULL, SYS_mkdirat, mode); }
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }
int renameat2(int dir, const char *path, int to, const char *other, unsigned flags) {
    return named(RENAME, dir, path, to, other, SYS_renameat2, flags);
}
int renameat(int dir, const char *path, int to, const char *other) { return renameat2(dir, path, to, other, 0); }
int rename(const char *path, const char *other) { return renameat2(AT_FDCWD, path, AT_FDCWD, other, 0); }
int linkat(int dir, const char *path, int to, const char *other, int flags) {
    return named(LINK, dir, path, to, other, SYS_linkat, flags);
}
int link(const char *path, const char *other) { return linkat(AT_FDCWD, path, AT_FDCWD, other, 0); }
