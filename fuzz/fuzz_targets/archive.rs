#![no_main]
//! See `sinew_fuzz::archive`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| sinew_fuzz::archive(data));
