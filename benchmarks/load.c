/* Many viewers of server-sent events in one thread: who got which frame when.

     load HOST PORT VIEWERS SECONDS PATH [PATH ...]

   Viewers share the paths in turn, and connect one a millisecond. Each line "id: N" that is followed by
   "event: frame" becomes a record (viewer, N, CLOCK_MONOTONIC seconds); all records go to stdout at the end.
   A stream that ends early is a failure: what was to be measured was not there.
   It looks for data every half millisecond: a client that slept until data came would have to be woken by the
   server's writes, and make them dear, as no client across a network does. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct record { uint32_t viewer, step; double at; };
struct viewer { int fd; int id; int length; char line[16]; };

static struct record *records;
static size_t count, room;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void keep(uint32_t viewer, uint32_t step, double at) {
  if (count == room) records = realloc(records, (room = room ? 2 * room : 1 << 16) * sizeof *records);
  records[count++] = (struct record){viewer, step, at};
}

static void take(struct viewer *v, uint32_t number, const char *data, ssize_t size, double at) {
  for (ssize_t i = 0; i < size; i++) {
    if (data[i] != '\n') {
      if (v->length < 15) v->line[v->length++] = data[i];
      continue;
    }
    v->line[v->length] = 0;
    if (!strncmp(v->line, "id: ", 4)) v->id = atoi(v->line + 4);
    else if (!strcmp(v->line, "event: frame")) keep(number, v->id, at);
    v->length = 0;
  }
}

static int request(const char *host, int port, const char *path) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
  inet_pton(AF_INET, host, &to.sin_addr);
  if (connect(fd, (struct sockaddr *)&to, sizeof to)) { perror("connect"); exit(1); }
  dprintf(fd, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", path, host);
  return fd;
}

int main(int argc, char **argv) {
  if (argc < 6) return fprintf(stderr, "load HOST PORT VIEWERS SECONDS PATH [PATH ...]\n"), 2;
  uint32_t viewers = atoi(argv[3]), open = 0;
  struct viewer *all = calloc(viewers, sizeof *all);
  struct epoll_event ready[64];
  static char data[1 << 16];
  int poll = epoll_create1(0), lost = 0;
  double start = now(), end = start + viewers * 0.001 + atof(argv[4]);
  for (double at = start; at < end; at = now()) {
    while (open < viewers && at - start >= open * 0.001) {
      all[open].fd = request(argv[1], atoi(argv[2]), argv[5 + open % (argc - 5)]);
      struct epoll_event wanted = {.events = EPOLLIN, .data.u32 = open};
      epoll_ctl(poll, EPOLL_CTL_ADD, all[open++].fd, &wanted);
    }
    int n = epoll_wait(poll, ready, 64, 0);
    if (!n) usleep(500);
    for (int i = 0; i < n; i++) {
      struct viewer *v = &all[ready[i].data.u32];
      ssize_t size = read(v->fd, data, sizeof data);
      if (size > 0) take(v, ready[i].data.u32, data, size, now());
      else if (size == 0 || errno != EINTR) { epoll_ctl(poll, EPOLL_CTL_DEL, v->fd, 0); lost++; }
    }
  }
  if (lost) fprintf(stderr, "load: %d streams ended early\n", lost);
  fwrite(records, sizeof *records, count, stdout);
  return lost > 0;
}
