#![no_main]
//! See `sinew_fuzz::answers`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| sinew_fuzz::answers(data));
