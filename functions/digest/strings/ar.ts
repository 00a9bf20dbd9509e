import type { Strings } from '../strings.ts';
import type { Counted } from './counted.ts';

// Each sentence begins with an Arabic word: its first letter decides which way it runs, and a name may be Latin.
export const ar = (counted: Counted): Strings => ({
  stories: counted({ zero: 'لا أخبار', one: 'خبر واحد', two: 'خبران', few: '# أخبار', many: '# خبرًا', other: '# خبر' }),
  minutes: counted({
    zero: 'مدة القراءة: أقل من دقيقة',
    one: 'مدة القراءة: دقيقة واحدة',
    two: 'مدة القراءة: دقيقتان',
    few: 'مدة القراءة: # دقائق',
    other: 'مدة القراءة: # دقيقة',
  }),
  alsoIn: 'أيضًا في:',
  overview: 'في هذا العدد',
  alsoFrom: (feed) => `المزيد من ${feed}:`,
  moreOnWeb: counted({
    zero: 'لا أخبار أخرى على الويب',
    one: 'خبر آخر على الويب',
    two: 'خبران آخران على الويب',
    few: '# أخبار أخرى على الويب',
    many: '# خبرًا آخر على الويب',
    other: '# خبر آخر على الويب',
  }),
  late: 'وصل متأخرًا',
  empty: 'لا جديد منذ العدد السابق. نتمنى لكم يومًا هادئًا.',
  belated: 'هذا العدد متأخر عن موعده المعتاد. نعتذر عن التأخير.',
  silent: (feed, when, isWeekday) => `لم يصل أي جديد من ${feed} منذ ${isWeekday ? 'يوم ' : ''}${when}.`,
  why: (name) => `تصلك هذه الرسالة لأنك اشتركت في ${name}.`,
  readOnWeb: 'القراءة على الويب',
  manage: 'اشتراكك',
  unsubscribe: 'إلغاء الاشتراك',
  archive: 'جميع الأعداد',
  feed: 'خلاصة RSS',
});
