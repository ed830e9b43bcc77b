/*
 * An HTTP/1.1 server that costs as little as a server can: the kernel throws bodies away (recv with MSG_TRUNC, tcp(7)),
 * and every request is answered 201. It prints its port, and ends with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                             "{\"url\":\"http://127.0.0.1/ok\"}";

/* Answers requests on one connection until it is closed. */
static void serve(int connection) {
  static char head[65536];
  size_t have = 0;
  for (;;) {
    char *end;
    while (head[have] = 0, (end = strstr(head, "\r\n\r\n")) == NULL) {
      ssize_t got = recv(connection, head + have, sizeof head - 1 - have, 0);
      if (got <= 0) return;
      have += (size_t)got;
    }
    end += 4;
    *(end - 2) = 0;
    const char *length = strcasestr(head, "\r\ncontent-length:");
    unsigned long long body = length ? strtoull(length + 17, NULL, 10) : 0;
    if (strcasestr(head, "\r\nexpect: 100-continue")) send(connection, "HTTP/1.1 100 Continue\r\n\r\n", 25, MSG_NOSIGNAL);
    unsigned long long early = have - (size_t)(end - head);
    if (early > body) early = body;
    have -= (size_t)(end - head) + early;
    memmove(head, end + early, have);
    for (body -= early; body > 0;) {
      ssize_t got = recv(connection, NULL, body > 1 << 20 ? 1 << 20 : body, MSG_TRUNC);
      if (got <= 0) return;
      body -= (unsigned long long)got;
    }
    send(connection, answer, sizeof answer - 1, MSG_NOSIGNAL);
  }
}

int main(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 64)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  struct pollfd polled[] = {{.fd = listener, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
  while (poll(polled, 2, -1) > 0 && !polled[1].revents) {
    int connection = accept(listener, NULL, NULL);
    if (connection >= 0 && fork() == 0) {
      serve(connection);
      _exit(0);
    }
    close(connection);
  }
  return 0;
}
