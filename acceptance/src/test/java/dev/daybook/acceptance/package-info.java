/**
 * The product's promises as tests: over HTTP and the command line, against the program as it is
 * built, in a process of its own. Written from the contract, not from the code.
 *
 * <p>One suite for every backend: what an instance runs on is the choice of {@link
 * dev.daybook.testkit.Backend}, and no test knows it, but for those that reach behind the product's
 * back ({@link dev.daybook.testkit.EmbeddedDatabase}).
 *
 * <p>Most classes share one instance and work on accounts of their own; those that crash, restart
 * or fill one start their own.
 */
package dev.daybook.acceptance;
