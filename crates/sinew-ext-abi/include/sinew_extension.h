/* The interface of native extensions of Sinew, version 1.
 *
 * Made from crates/sinew-ext-abi by `cargo xtask codegen`; do not change it by hand. What the parts mean together, and what
 * the JSON in the replies looks like, stands in crates/sinew-ext-abi/src/lib.rs.
 *
 * The input of evaluate is JSON in UTF-8, with the runs of the last 30 days: schemas/extension-runs.schema.json.
 *
 * A library defines the one symbol at the end of this file and keeps everything else to itself. A reply belongs to the
 * library until it comes back through `free`. A null reply with size 0 is one without bytes. No call may let an exception
 * or a longjmp out, and the same input has to give the same reply. */
#ifndef SINEW_EXTENSION_H
#define SINEW_EXTENSION_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What every table begins with. */
#define SINEW_EXTENSION_MAGIC UINT64_C(0x54584557454e4953)
/* The major version of the interface. */
#define SINEW_EXTENSION_ABI_MAJOR 1
/* The minor version of the interface. */
#define SINEW_EXTENSION_ABI_MINOR 0
/* The reply is what was asked for. */
#define SINEW_EXTENSION_DONE 0
/* It could not be done; the reply says why, in UTF-8 for people. */
#define SINEW_EXTENSION_FAILED 1
/* There was a panic within the library; the reply has its message. */
#define SINEW_EXTENSION_PANICKED 2

struct sinew_extension {
    /* Always `SINEW_EXTENSION_MAGIC`. */
    uint64_t magic;
    /* The size of the table in bytes, as the library knows it. */
    uint32_t size;
    /* The major version of the interface, `SINEW_EXTENSION_ABI_MAJOR`. */
    uint32_t abi_major;
    /* The minor version of the interface, `SINEW_EXTENSION_ABI_MINOR`. */
    uint32_t abi_minor;
    /* Always 0. */
    uint32_t reserved;
    /* Gives what the library says of itself. */
    int32_t (*describe)(uint8_t **reply, size_t *reply_size);
    /* Computes facts from bytes. The input is only valid during the call. */
    int32_t (*evaluate)(const uint8_t *input, size_t input_size, uint8_t **reply, size_t *reply_size);
    /* Takes a reply back, once for each that is not null. */
    void (*free)(uint8_t *reply, size_t reply_size);
};

#if defined(_WIN32)
#define SINEW_EXTENSION_EXPORT __declspec(dllexport)
#else
#define SINEW_EXTENSION_EXPORT __attribute__((visibility("default")))
#endif

/* What the library offers. It is data, so that reading it runs nothing. */
extern SINEW_EXTENSION_EXPORT const struct sinew_extension SINEW_EXTENSION;

#ifdef __cplusplus
}
#endif

#endif
