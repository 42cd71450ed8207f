/* A native extension in C, as its author would write it: how many bytes it is given, and how many of them begin a line. */
#include "sinew_extension.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int32_t give(const char *text, int32_t status, uint8_t **reply, size_t *reply_size) {
    size_t size = strlen(text);
    uint8_t *bytes = malloc(size);
    if (bytes == NULL) {
        *reply = NULL;
        *reply_size = 0;
        return SINEW_EXTENSION_FAILED;
    }
    memcpy(bytes, text, size);
    *reply = bytes;
    *reply_size = size;
    return status;
}

static int32_t describe(uint8_t **reply, size_t *reply_size) {
    return give("{\"id\": \"c-counter\", \"facts\": {"
                "\"bytes\": {\"min\": 0, \"max\": 1000000, \"unit\": \"bytes\"},"
                "\"lines\": {\"min\": 0, \"max\": 1000000, \"unit\": \"lines\"}}}",
                SINEW_EXTENSION_DONE, reply, reply_size);
}

static int32_t evaluate(const uint8_t *input, size_t input_size, uint8_t **reply, size_t *reply_size) {
    char answer[128];
    size_t lines = 0;
    if (input_size > 0 && input[0] == '!') {
        return give("it begins with a mark", SINEW_EXTENSION_FAILED, reply, reply_size);
    }
    for (size_t at = 0; at < input_size; at++) {
        lines += input[at] == '\n';
    }
    if (lines == 0) {
        snprintf(answer, sizeof answer, "{\"facts\": {\"bytes\": %zu, \"lines\": null}}", input_size);
    } else {
        snprintf(answer, sizeof answer, "{\"facts\": {\"bytes\": %zu, \"lines\": %zu}}", input_size, lines);
    }
    return give(answer, SINEW_EXTENSION_DONE, reply, reply_size);
}

static void take_back(uint8_t *reply, size_t reply_size) {
    (void)reply_size;
    free(reply);
}

const struct sinew_extension SINEW_EXTENSION = {
    .magic = SINEW_EXTENSION_MAGIC,
    .size = sizeof(struct sinew_extension),
    .abi_major = SINEW_EXTENSION_ABI_MAJOR,
    .abi_minor = SINEW_EXTENSION_ABI_MINOR,
    .describe = describe,
    .evaluate = evaluate,
    .free = take_back,
};
