/* Calls that fail on demand: loaded into the server with LD_PRELOAD.
 *
 * ACCEDE_FAULTS names a file with lines such as "fsync EIO". While it has a line for a call, that call fails on every file
 * whose path begins with ACCEDE_FAULTS_ON, or on those of them alone whose path ends with the third word of the line, as in
 * "fsync EIO accede.db". fdatasync counts as fsync, and the variants for large files as their calls. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int error_named(const char *name) {
    if (strcmp(name, "EIO") == 0) return EIO;
    if (strcmp(name, "ENOSPC") == 0) return ENOSPC;
    if (strcmp(name, "EROFS") == 0) return EROFS;
    return EINVAL;
}

static int is_ours(int fd, const char *end) {
    const char *on = getenv("ACCEDE_FAULTS_ON");
    char link[64], path[4096];
    if (on == NULL) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < (ssize_t)strlen(end)) return 0;
    path[length] = 0;
    return strncmp(path, on, strlen(on)) == 0 && strcmp(path + length - strlen(end), end) == 0;
}

/* The error that the call is to fail with, or 0. */
static int fault(const char *call, int fd) {
    const char *control = getenv("ACCEDE_FAULTS");
    char line[256], name[64], error[64], end[64];
    int found = 0, saved = errno;
    FILE *file = control ? fopen(control, "re") : NULL;
    if (file == NULL) {
        errno = saved;
        return 0;
    }
    while (!found && fgets(line, sizeof line, file) != NULL) {
        end[0] = 0;
        if (sscanf(line, "%63s %63s %63s", name, error, end) >= 2 && strcmp(name, call) == 0 && is_ours(fd, end))
            found = error_named(error);
    }
    fclose(file);
    errno = saved;
    return found;
}

#define FAILING(call, name, parameters, arguments, result)                       \
    result name parameters {                                                    \
        static result (*real) parameters;                                       \
        int error = fault(call, fd);                                            \
        if (error) {                                                            \
            errno = error;                                                      \
            return -1;                                                          \
        }                                                                       \
        if (real == NULL) real = (result (*) parameters)dlsym(RTLD_NEXT, #name); \
        return real arguments;                                                  \
    }

FAILING("fsync", fsync, (int fd), (fd), int)
FAILING("fsync", fdatasync, (int fd), (fd), int)
FAILING("ftruncate", ftruncate, (int fd, off_t length), (fd, length), int)
FAILING("ftruncate", ftruncate64, (int fd, off64_t length), (fd, length), int)
FAILING("pwrite", pwrite, (int fd, const void *from, size_t size, off_t at), (fd, from, size, at), ssize_t)
FAILING("pwrite", pwrite64, (int fd, const void *from, size_t size, off64_t at), (fd, from, size, at), ssize_t)
FAILING("pread", pread, (int fd, void *to, size_t size, off_t at), (fd, to, size, at), ssize_t)
FAILING("pread", pread64, (int fd, void *to, size_t size, off64_t at), (fd, to, size, at), ssize_t)
