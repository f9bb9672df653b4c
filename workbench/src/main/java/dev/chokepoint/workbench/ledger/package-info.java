/**
 * The store that many people share: the chain of audit entries, what answers follow from, accounts,
 * tokens and sessions. It knows nothing of law, pages or commands.
 */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.workbench.ledger;
