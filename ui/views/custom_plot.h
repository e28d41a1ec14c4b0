#pragma once
/// <qcustomplot.h> speaks with Qt's keywords, which the project turns off. Include only in sources.

#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach
