/* A library in whose table a function is missing: the first, the second or the third, as MISSING says. */
#include "sinew_extension.h"

int32_t describe(uint8_t **reply, size_t *reply_size) {
    *reply = NULL;
    *reply_size = 0;
    return SINEW_EXTENSION_DONE;
}

int32_t evaluate(const uint8_t *input, size_t input_size, uint8_t **reply, size_t *reply_size) {
    (void)input;
    (void)input_size;
    return describe(reply, reply_size);
}

void take_back(uint8_t *reply, size_t reply_size) {
    (void)reply;
    (void)reply_size;
}

/* What is not named is a null pointer. */
const struct sinew_extension SINEW_EXTENSION = {
    .magic = SINEW_EXTENSION_MAGIC,
    .size = sizeof(struct sinew_extension),
    .abi_major = SINEW_EXTENSION_ABI_MAJOR,
    .abi_minor = SINEW_EXTENSION_ABI_MINOR,
#if MISSING != 1
    .describe = describe,
#endif
#if MISSING != 2
    .evaluate = evaluate,
#endif
#if MISSING != 3
    .free = take_back,
#endif
};
