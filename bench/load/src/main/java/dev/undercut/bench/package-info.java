/** Load tools and the comparison of Undercut with a bare proxy and a rival gateway. */
package dev.undercut.bench;
