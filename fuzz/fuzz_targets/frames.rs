#![no_main]
//! See `sinew_fuzz::frames`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| sinew_fuzz::frames(data));
