package dev.undercut.app;

import dev.undercut.health.Speed;
import dev.undercut.health.Speeds;
import dev.undercut.web.market.OwnSpeeds;

/** What own calls measured, for the doors of the market. */
record MeasuredSpeeds(Speeds speeds) implements OwnSpeeds {
    @Override
    public Pace of(String offer) {
        Speed speed = speeds.of(offer);
        return new Pace(speed.firstTokenMillis(), speed.tokensPerSecond());
    }
}
