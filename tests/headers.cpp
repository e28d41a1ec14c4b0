// The precompiled headers of tests are made with this file.
