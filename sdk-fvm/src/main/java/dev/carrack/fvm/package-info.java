/** The chain: wallet, ledger and addresses. */
@NullMarked
package dev.carrack.fvm;

import org.jspecify.annotations.NullMarked;
