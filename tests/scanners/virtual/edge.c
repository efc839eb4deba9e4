/* Makes unix sockets look like evdev and hidraw devices, at the edge between a program and libc.
 *
 * Preloaded (LD_PRELOAD) into the program under test, which opens "the device" with its real code.
 * A socket is a device when a file of the same name and `.device` stands beside it (written by
 * tests/scanners/virtual/node.py): lines `kind`, `id`, `name`, `phys`, `uniq`, `keys`, `descriptor`.
 * `.held` beside it is the bit field of the keys that are down. Packets of the socket are what reads
 * give; its end is the device's. Whoever has grabbed is told to the other side by a packet, G or U.
 * A report that is written to a POS device is a packet as well; while `.stuck` stands beside it, it takes none.
 *
 * Everything else goes on to the next library, so that another one may be preloaded as well.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/hidraw.h>
#include <linux/input.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum kind { NONE, KEYBOARD, POS };

struct device {
    enum kind kind;
    char path[PATH_MAX], name[256], phys[256], uniq[256];
    unsigned id[4]; /* bus, vendor, product, version */
    unsigned char keys[KEY_CNT / 8], descriptor[HID_MAX_DESCRIPTOR_SIZE];
    unsigned descriptor_length;
    int grab, lock; /* descriptors of the files that are locked in its place; 0 while it is not */
    int files;      /* descriptors that are duplicates of one another */
    int read_only;
};

static struct device *devices[1024];

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static struct device *ours(int fd) { return fd >= 0 && fd < 1024 ? devices[fd] : NULL; }

static int failed(int error) { return errno = error, -1; }

/* ---- what stands beside the socket ---- */

static unsigned bytes_of(const char *hex, unsigned char *into, unsigned room) {
    unsigned n = 0;
    for (; n < room && sscanf(hex + 2 * n, "%2hhx", into + n) == 1; n++) { }
    return n;
}

static void take(struct device *device, const char *key, const char *value) {
    if (!strcmp(key, "kind")) device->kind = strcmp(value, "keyboard") ? POS : KEYBOARD;
    if (!strcmp(key, "id")) sscanf(value, "%x %x %x %x", device->id, device->id + 1, device->id + 2, device->id + 3);
    if (!strcmp(key, "name")) snprintf(device->name, sizeof device->name, "%s", value);
    if (!strcmp(key, "phys")) snprintf(device->phys, sizeof device->phys, "%s", value);
    if (!strcmp(key, "uniq")) snprintf(device->uniq, sizeof device->uniq, "%s", value);
    if (!strcmp(key, "keys")) bytes_of(value, device->keys, sizeof device->keys);
    if (!strcmp(key, "descriptor"))
        device->descriptor_length = bytes_of(value, device->descriptor, sizeof device->descriptor);
}

static struct device *described(const char *path) {
    char beside[PATH_MAX + 16], line[2 * HID_MAX_DESCRIPTOR_SIZE + 64];
    struct device *device = calloc(1, sizeof *device);
    if (!device || !realpath(path, device->path)) return free(device), NULL;
    snprintf(beside, sizeof beside, "%s.device", device->path);
    FILE *file = fopen(beside, "re");
    if (!file) return free(device), NULL;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, ' ');
        if (value) *value = 0, take(device, line, value + 1);
    }
    fclose(file);
    return device;
}

static int locked(const struct device *device, const char *suffix) {
    char beside[PATH_MAX + 16];
    snprintf(beside, sizeof beside, "%s.%s", device->path, suffix);
    int fd = NEXT(open)(beside, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || NEXT(flock)(fd, LOCK_EX | LOCK_NB) == 0) return fd;
    NEXT(close)(fd);
    return -1;
}

/* ---- open and close ---- */

static int connected(const char *path, int flags) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int place = NEXT(open)(path, O_PATH | O_CLOEXEC); /* a test's own path is longer than an address may be */
    if (place < 0) return -1;
    snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", place);
    int type = SOCK_SEQPACKET | (flags & O_NONBLOCK ? SOCK_NONBLOCK : 0) | (flags & O_CLOEXEC ? SOCK_CLOEXEC : 0);
    int fd = socket(AF_UNIX, type, 0), result = connect(fd, (struct sockaddr *)&address, sizeof address);
    int error = errno;
    NEXT(close)(place);
    if (result == 0) return fd;
    NEXT(close)(fd);
    return failed(error == ECONNREFUSED ? ENODEV : error);
}

static int opened(const char *path, int flags, int *answered) {
    struct stat found;
    if (stat(path, &found) != 0 || !S_ISSOCK(found.st_mode) || flags & O_PATH) return 0;
    struct device *device = described(path);
    if (!device) return 0;
    *answered = 1;
    int fd = connected(path, flags);
    if (fd < 0 || fd >= 1024) return free(device), fd;
    device->files = 1;
    device->read_only = (flags & O_ACCMODE) == O_RDONLY;
    devices[fd] = device;
    return fd;
}

#define OPENER(name, parameters, arguments)                          \
    int name(parameters const char *path, int flags, ...) {          \
        va_list more;                                                \
        va_start(more, flags);                                       \
        mode_t mode = va_arg(more, mode_t);                          \
        va_end(more);                                                \
        int answered = 0, fd = opened(path, flags, &answered);       \
        return answered ? fd : NEXT(name)(arguments path, flags, mode); \
    }
#define WITH_DIR int dir,
#define THE_DIR dir,
OPENER(open, , )
OPENER(open64, , )
OPENER(openat, WITH_DIR, THE_DIR)
OPENER(openat64, WITH_DIR, THE_DIR)

int close(int fd) {
    struct device *device = ours(fd);
    if (device) {
        devices[fd] = NULL;
        if (--device->files) return NEXT(close)(fd);
        if (device->grab) NEXT(close)(device->grab);
        if (device->lock) NEXT(close)(device->lock);
        free(device);
    }
    return NEXT(close)(fd);
}

#define DUPLICATOR(name)                                                       \
    int name(int fd, int command, ...) {                                       \
        va_list more;                                                          \
        va_start(more, command);                                               \
        void *argument = va_arg(more, void *);                                 \
        va_end(more);                                                          \
        int result = NEXT(name)(fd, command, argument);                        \
        struct device *device = command == F_DUPFD_CLOEXEC ? ours(fd) : NULL;  \
        if (device && result >= 0 && result < 1024) devices[result] = device, device->files++; \
        return result;                                                         \
    }
DUPLICATOR(fcntl)
DUPLICATOR(fcntl64)

/* ---- what a device gives and takes ---- */

ssize_t read(int fd, void *into, size_t room) {
    struct device *device = ours(fd);
    if (!device) return NEXT(read)(fd, into, room);
    ssize_t n = recv(fd, into, room, MSG_TRUNC);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return -1;
    if (n <= 0) return failed(device->kind == KEYBOARD ? ENODEV : EIO);
    if ((size_t)n <= room) return n;
    if (device->kind == KEYBOARD) abort(); /* evdev would give the rest at the next read: not modelled */
    return room;                           /* hidraw drops the rest of a report */
}

ssize_t write(int fd, const void *from, size_t length) {
    struct device *device = ours(fd);
    if (!device) return NEXT(write)(fd, from, length);
    char stuck[PATH_MAX + 16];
    snprintf(stuck, sizeof stuck, "%s.stuck", device->path);
    if (device->read_only) return failed(EBADF);
    if (device->kind != POS) return failed(EINVAL);
    while (access(stuck, F_OK) == 0) usleep(1000); /* non-blocking or not; the kernel would give up after 5 s */
    ssize_t n = send(fd, from, length, MSG_NOSIGNAL);
    return n < 0 ? failed(EIO) : n;
}

int flock(int fd, int operation) {
    struct device *device = ours(fd);
    if (!device || device->lock) return NEXT(flock)(fd, operation);
    int lock = locked(device, "lock");
    if (lock < 0) return failed(EWOULDBLOCK);
    return device->lock = lock, 0;
}

static int grabbed(int fd, struct device *device, int wanted) {
    if (wanted && device->grab) return failed(EBUSY);
    if (!wanted && !device->grab) return failed(EINVAL);
    if (!wanted) NEXT(close)(device->grab), device->grab = 0;
    if (wanted) {
        int grab = locked(device, "grab");
        if (grab < 0) return failed(EBUSY);
        device->grab = grab;
    }
    return send(fd, wanted ? "G" : "U", 1, MSG_NOSIGNAL) == 1 ? 0 : failed(ENODEV);
}

/* ---- ioctl ---- */

static int given(void *to, unsigned room, const void *from, unsigned length) {
    unsigned n = length < room ? length : room;
    memset(to, 0, room);
    memcpy(to, from, n);
    return n;
}

static int given_text(void *to, unsigned room, const char *text) {
    return *text ? given(to, room, text, strlen(text) + 1) : failed(ENOENT);
}

static int given_held(struct device *device, void *to, unsigned room) {
    char beside[PATH_MAX + 16];
    unsigned char held[KEY_CNT / 8] = {0};
    snprintf(beside, sizeof beside, "%s.held", device->path);
    FILE *file = fopen(beside, "re");
    if (file) {
        size_t n = fread(held, 1, sizeof held, file);
        (void)n;
        fclose(file);
    }
    return given(to, room, held, sizeof held);
}

static int evdev_ioctl(int fd, struct device *device, unsigned long request, void *argument) {
    static const unsigned version = EV_VERSION, none = 0;
    static const unsigned char types[] = {1 << EV_SYN | 1 << EV_KEY};
    unsigned room = _IOC_SIZE(request);
    struct input_id id = {device->id[0], device->id[1], device->id[2], device->id[3]};
    if (request == EVIOCGRAB) return grabbed(fd, device, argument != NULL);
    switch (_IOC_NR(request)) {
    case _IOC_NR(EVIOCGVERSION): return given(argument, room, &version, sizeof version), 0;
    case _IOC_NR(EVIOCGID): return given(argument, room, &id, sizeof id), 0;
    case _IOC_NR(EVIOCGEFFECTS): return given(argument, room, &none, sizeof none), 0;
    case _IOC_NR(EVIOCGNAME(0)): return given_text(argument, room, device->name);
    case _IOC_NR(EVIOCGPHYS(0)): return given_text(argument, room, device->phys);
    case _IOC_NR(EVIOCGUNIQ(0)): return given_text(argument, room, device->uniq);
    case _IOC_NR(EVIOCGKEY(0)): return given_held(device, argument, room);
    case _IOC_NR(EVIOCGLED(0)): return given(argument, room, &none, sizeof none);
    case _IOC_NR(EVIOCGBIT(0, 0)): return given(argument, room, types, sizeof types);
    case _IOC_NR(EVIOCGBIT(EV_KEY, 0)): return given(argument, room, device->keys, sizeof device->keys);
    default: return failed(EINVAL);
    }
}

static int hidraw_ioctl(struct device *device, unsigned long request, void *argument) {
    struct hidraw_devinfo info = {device->id[0], device->id[1], device->id[2]};
    struct hidraw_report_descriptor *descriptor = argument;
    switch (request) {
    case HIDIOCGRAWINFO: return given(argument, sizeof info, &info, sizeof info), 0;
    case HIDIOCGRDESCSIZE: return *(int *)argument = device->descriptor_length, 0;
    case HIDIOCGRDESC:
        if (descriptor->size > HID_MAX_DESCRIPTOR_SIZE - 1) return failed(EINVAL);
        memcpy(descriptor->value, device->descriptor, descriptor->size);
        return 0;
    default: return failed(EINVAL);
    }
}

int ioctl(int fd, unsigned long request, ...) {
    va_list more;
    va_start(more, request);
    void *argument = va_arg(more, void *);
    va_end(more);
    struct device *device = ours(fd);
    if (device && _IOC_TYPE(request) == (device->kind == KEYBOARD ? 'E' : 'H'))
        return device->kind == KEYBOARD ? evdev_ioctl(fd, device, request, argument)
                                        : hidraw_ioctl(device, request, argument);
    return device ? failed(_IOC_TYPE(request) == 'T' ? ENOTTY : EINVAL) : NEXT(ioctl)(fd, request, argument);
}
