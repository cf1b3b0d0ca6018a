/**
 * Who sells what at which price and quality: models, offers, price schedules and the book of all
 * offers.
 */
@NullMarked
package dev.undercut.market;

import org.jspecify.annotations.NullMarked;
