/*
 * An HTTP/1.1 server that costs as little as a server can: bodies are thrown away, by the kernel where they come in
 * plain (recv with MSG_TRUNC, tcp(7)), and every request is answered 201. Requests that begin, continue and complete an
 * S3 multipart upload get the answers that clients need. It prints its port, and ends with its standard input.
 *
 * discard [CERTIFICATE KEY]: with these it speaks TLS.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char created[] = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                              "{\"url\":\"http://127.0.0.1/ok\"}";
/* Of every part: what it holds was thrown away. */
static const unsigned char md5OfPart[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static SSL *secure;
static int connection;

static ssize_t take(void *to, size_t size) {
  return secure ? SSL_read(secure, to, (int)size) : recv(connection, to, size, 0);
}

static void give(const char *text, size_t size) {
  if (secure) SSL_write(secure, text, (int)size);
  else send(connection, text, size, MSG_NOSIGNAL);
}

static ssize_t throwAway(unsigned long long size) {
  static char buffer[65536];
  if (secure) return SSL_read(secure, buffer, size < sizeof buffer ? (int)size : (int)sizeof buffer);
  return recv(connection, NULL, size < 1 << 20 ? size : 1 << 20, MSG_TRUNC);
}

static void answerXml(const char *root, const char *text) {
  char answer[1024], xml[768];
  int length = snprintf(xml, sizeof xml, "<?xml version=\"1.0\"?><%s>%s</%s>", root, text, root);
  int size = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n%s",
                      length, xml);
  give(answer, (size_t)size);
}

static void hex(const unsigned char *bytes, char *to) {
  for (int index = 0; index < 16; index++) sprintf(to + 2 * index, "%02x", bytes[index]);
}

/* The ETag of a multipart upload: the MD5 of those of its parts, and how many they were. */
static void answerComplete(const char *body) {
  char text[512], digest[33];
  unsigned char sum[EVP_MAX_MD_SIZE];
  int parts = 0;
  EVP_MD_CTX *md5 = EVP_MD_CTX_new();
  EVP_DigestInit_ex(md5, EVP_md5(), NULL);
  while ((body = strstr(body, "<PartNumber>")) != NULL) {
    EVP_DigestUpdate(md5, md5OfPart, sizeof md5OfPart);
    parts++;
    body++;
  }
  EVP_DigestFinal_ex(md5, sum, NULL);
  EVP_MD_CTX_free(md5);
  hex(sum, digest);
  snprintf(text, sizeof text, "<Location>http://127.0.0.1/bench/file</Location><Bucket>bench</Bucket><Key>file</Key><ETag>\"%s-%d\"</ETag>",
           digest, parts);
  answerXml("CompleteMultipartUploadResult", text);
}

static void answerPart(void) {
  char answer[256], digest[33];
  hex(md5OfPart, digest);
  int size = snprintf(answer, sizeof answer, "HTTP/1.1 200 OK\r\nETag: \"%s\"\r\nContent-Length: 0\r\n\r\n", digest);
  give(answer, (size_t)size);
}

/* Answers requests on the connection until it is closed. */
static void serve(void) {
  static char head[1 << 20];
  size_t have = 0;
  for (;;) {
    char *end;
    while (head[have] = 0, (end = strstr(head, "\r\n\r\n")) == NULL) {
      ssize_t got = take(head + have, sizeof head - 1 - have);
      if (got <= 0) return;
      have += (size_t)got;
    }
    end += 4;
    *(end - 2) = 0;
    const char *length = strcasestr(head, "\r\ncontent-length:");
    unsigned long long body = length ? strtoull(length + 17, NULL, 10) : 0;
    if (strcasestr(head, "\r\nexpect: 100-continue")) give("HTTP/1.1 100 Continue\r\n\r\n", 25);
    char line[2048];
    snprintf(line, sizeof line, "%.*s", (int)strcspn(head, "\r"), head);
    if (strncmp(line, "POST", 4) == 0 && strstr(line, "uploadId=")) {
      /* Its body is read: it names the parts. */
      size_t whole = (size_t)(end - head) + body;
      while (have < whole && have < sizeof head - 1) {
        ssize_t got = take(head + have, sizeof head - 1 - have);
        if (got <= 0) return;
        have += (size_t)got;
      }
      head[have] = 0;
      answerComplete(end);
      have = 0;
      continue;
    }
    unsigned long long early = have - (size_t)(end - head);
    if (early > body) early = body;
    have -= (size_t)(end - head) + early;
    memmove(head, end + early, have);
    for (body -= early; body > 0;) {
      ssize_t got = throwAway(body);
      if (got <= 0) return;
      body -= (unsigned long long)got;
    }
    if (strncmp(line, "HEAD", 4) == 0) give("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 45);
    else if (strstr(line, "partNumber=")) answerPart();
    else if (strncmp(line, "POST", 4) == 0 && (strstr(line, "?uploads") || strstr(line, "&uploads")))
      answerXml("InitiateMultipartUploadResult", "<Bucket>bench</Bucket><Key>file</Key><UploadId>u</UploadId>");
    else give(created, sizeof created - 1);
  }
}

static SSL_CTX *speakTls(const char *certificate, const char *key) {
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1) return NULL;
  return SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1 ? context : NULL;
}

int main(int count, char **arguments) {
  SSL_CTX *tls = count == 3 ? speakTls(arguments[1], arguments[2]) : NULL;
  if (count == 3 && tls == NULL) return 2;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 128)) return 1;
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  struct pollfd polled[] = {{.fd = listener, .events = POLLIN}, {.fd = STDIN_FILENO, .events = POLLIN}};
  while (poll(polled, 2, -1) > 0 && !polled[1].revents) {
    connection = accept(listener, NULL, NULL);
    if (connection >= 0 && fork() == 0) {
      if (tls) {
        secure = SSL_new(tls);
        SSL_set_fd(secure, connection);
        if (SSL_accept(secure) != 1) _exit(1);
      }
      serve();
      _exit(0);
    }
    close(connection);
  }
  return 0;
}
