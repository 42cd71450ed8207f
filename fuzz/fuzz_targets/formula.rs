#![no_main]
//! See `sinew_fuzz::formula`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| sinew_fuzz::formula(data));
