#![no_main]
//! See `sinew_fuzz::pack`.

libfuzzer_sys::fuzz_target!(|data: &[u8]| sinew_fuzz::pack(data));
